import { readFileSync } from 'node:fs';

// Families of products, each with its kind and category. A row is a model: title, brand, description, price,
// attributes, and its variants as `attribute=value,value`, or `value:price` where they cost differently;
// `{v}` in the texts is the variant.
const GROUPS = ['electronics', 'home', 'fashion', 'food', 'toys-and-books', 'everyday', 'various'];

function families() {
  return GROUPS.flatMap((name) => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')));
}

/** Every variant of every model, in a fixed order: what is written to corpus.jsonl, and its kind. */
export function products() {
  const all = [];
  const next = randomIntegers(20240229);
  for (const { kind, category, rows } of families()) {
    for (const [title, brand, description, price, attributes, axis] of rows) {
      // Variants of one model sell about alike.
      const fame = Math.floor((next() / 2 ** 32) ** 2 * 900);
      for (const variant of variants(axis, price)) {
        const fill = (text) => text.replaceAll('{v}', variant.value);
        all.push({
          kind,
          _id: `p${String(all.length + 1).padStart(4, '0')}`,
          title: fill(title),
          brand,
          category,
          description: fill(description),
          price: variant.price,
          attributes: { ...attributes, ...variant.attribute },
          in_stock: next() % 10 !== 0,
          popularity: fame + (next() % 100),
        });
      }
    }
  }
  return all;
}

function variants(axis, price) {
  if (axis === undefined) return [{ value: '', price, attribute: {} }];
  const [name, list] = axis.split('=');
  return list.split(',').map((item) => {
    const [value, own] = item.split(':');
    return { value, price: own === undefined ? price : Number(own), attribute: { [name]: value } };
  });
}

/** mulberry32, so that every run gives the same catalogue. */
function randomIntegers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** What fields hold, by their usual names; the first that fits. */
const USUAL: readonly (readonly [pattern: RegExp, tag: string])[] = [
  [/brand|maker|manufacturer|vendor|品牌|厂商/i, 'brand'],
  [/colou?r|颜色/i, 'colour'],
  [/model|mpn|型号|款号|货号/i, 'model'],
  [/size|尺码|尺寸|规格/i, 'size'],
  [/categor|product_?type|(?:^|[._])type$|类目|分类|品类|种类/i, 'product'],
];
/** Any other field of names says what a product is like. */
const ATTRIBUTE = 'attribute';
/** Fields with these names hold no words of queries. */
const NONE =
  /(?:^|[._])(?:id|sku|url|link|image|status|currency|locale|language|date|time|uuid|ean|gtin)s?$/i;

/**
 * What the values of a field are.
 * @param given tags by field, which count before its name; `off` for none
 * @returns undefined where its values are not looked for
 */
export function tagOfField(field: string, given: ReadonlyMap<string, string>): string | undefined {
  const own = given.get(field);
  if (own !== undefined) return own === 'off' ? undefined : own;
  const name = field.slice(field.lastIndexOf('.') + 1);
  if (NONE.test(name)) return undefined;
  return USUAL.find(([pattern]) => pattern.test(name))?.[1] ?? ATTRIBUTE;
}

/** A category's path, such as `Electronics > Phones`; a slash without blanks may be part of a name. */
const PATH = /\s*[>›|]\s*|\s+\/\s+/;

/**
 * The values of a catalogue with their tags, to look for in queries; where fields disagree, what more documents say.
 */
export function taggedValues(
  values: Iterable<{ readonly text: string; readonly field: string; readonly count: number }>,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const best = new Map<string, { readonly tag: string; readonly count: number }>();
  for (const { text, field, count } of values) {
    const tag = tagOfField(field, given);
    if (tag === undefined) continue;
    for (const piece of text.split(PATH)) {
      const key = piece.trim().toLowerCase();
      if (key === '') continue;
      const known = best.get(key);
      if (known === undefined || known.count < count) best.set(key, { tag, count });
    }
  }
  return new Map(Array.from(best, ([text, { tag }]) => [text, tag]));
}

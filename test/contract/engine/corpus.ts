import { randomNumbers } from '../../../src/evaluation/random.ts';
import { NOUNS, OTHERS, HAN } from './words.ts';

export type Random = () => number;

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

/** Early words are frequent, late ones rare, as in any language. */
export function zipf<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(list.length * random() ** 2.5)]!;
}

export const BRANDS = [
  'Acme',
  'Northwind',
  'Contoso',
  'Fabrikam',
  'Tailspin',
  'Litware',
  'Proseware',
  '华星',
  '云帆',
];
export const CATEGORIES = ['audio', 'camera', 'kitchen', 'office', 'outdoor', 'phone', 'toy'];
const TAGS = ['new', 'sale', 'eco', 'refurbished', 'gift', 'limited'];
const WORDS = [...NOUNS, ...OTHERS];
export const DIMS = 8;
export const SIZE = 900;
const DAY = 86_400_000;
const START = Date.UTC(2023, 0, 1);

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => zipf(random, WORDS)).join(' ');
}

function sentences(random: Random, count: number): string {
  return Array.from({ length: count }, () => {
    const text = words(random, 6 + Math.floor(random() * 12));
    return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
  }).join(' ');
}

function han(random: Random, count: number): string {
  return Array.from({ length: count }, () => zipf(random, HAN)).join('');
}

export function vector(random: Random): readonly number[] {
  return Array.from({ length: DIMS }, () => Math.round((random() * 2 - 1) * 1000) / 1000);
}

/** Of length 1, as `dot_product` demands. */
export function unitVector(random: Random): readonly number[] {
  const raw = vector(random);
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}

const dense = (similarity: string): object => ({
  type: 'dense_vector',
  dims: DIMS,
  index: true,
  similarity,
  index_options: { type: 'hnsw', m: 32, ef_construction: 400 },
});

/** Products in two languages, the same for every run. */
export function documents(): readonly Readonly<Record<string, unknown>>[] {
  const random = randomNumbers(20_240_607);
  return Array.from({ length: SIZE }, (_, i) => {
    const tags = TAGS.filter(() => random() < 0.25);
    const hasPrice = random() > 0.05;
    const document: Record<string, unknown> = {
      title: words(random, 3 + Math.floor(random() * 6)),
      body: sentences(random, 1 + Math.floor(random() * 6)),
      notes: [words(random, 4), words(random, 3)],
      zh: han(random, 4 + Math.floor(random() * 8)),
      brand: pick(random, BRANDS),
      category: zipf(random, CATEGORIES),
      tags,
      price: Math.round(random() * 100_000) / 100,
      rating: Math.round(random() * 50) / 10,
      stock: Math.floor(random() * 300),
      popularity: 1 + Math.floor(1000 * random() ** 4),
      available: random() < 0.7,
      released: new Date(START + Math.floor(random() * 700) * DAY + Math.floor(random() * DAY)).toISOString(),
      vec: vector(random),
      serial: i,
      attributes: {
        color: pick(random, ['red', 'green', 'blue']),
        size: { width: Math.floor(random() * 90) },
      },
      label: words(random, 5),
      near: vector(random),
      strong: vector(random),
      unit: unitVector(random),
    };
    if (random() < 0.3) delete document['attributes'];
    document['day'] = String(document['released']).slice(0, 10).replaceAll('-', '/');
    if (!hasPrice) delete document['price'];
    if (tags.length === 0) delete document['tags'];
    return document;
  });
}

const text = (analyzer: string): object => ({ type: 'text', analyzer });

export const INDEX = {
  settings: {
    number_of_shards: 1,
    number_of_replicas: 0,
    analysis: {
      filter: {
        pairs: { type: 'synonym', synonyms: ['phone, handset', 'lamp => lamp, light', 'glass, box'] },
      },
      analyzer: { paired: { tokenizer: 'standard', filter: ['lowercase', 'pairs'] } },
    },
  },
  mappings: {
    properties: {
      title: { ...text('english'), fields: { raw: { type: 'keyword' }, plain: text('standard') } },
      body: text('standard'),
      notes: text('standard'),
      zh: { ...text('cjk'), fields: { one: text('standard') } },
      brand: { type: 'keyword' },
      category: { type: 'keyword' },
      tags: { type: 'keyword' },
      price: { type: 'double' },
      rating: { type: 'float' },
      stock: { type: 'integer' },
      popularity: { type: 'long' },
      available: { type: 'boolean' },
      released: { type: 'date' },
      serial: { type: 'integer' },
      day: { type: 'date', format: 'yyyy/MM/dd||epoch_millis' },
      vec: dense('cosine'),
      near: dense('l2_norm'),
      strong: dense('max_inner_product'),
      unit: dense('dot_product'),
      label: text('paired'),
      attributes: {
        properties: { color: { type: 'keyword' }, size: { properties: { width: { type: 'integer' } } } },
      },
    },
  },
};

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { CrossEncoder } from '../../../src/domain/cross-encoder.ts';
import { describeBackends } from '../ports/backends.ts';
import { ids, openShop, PRODUCTS, type Shop } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const RULES = `
boots =>
  PIN(2): p7 p3 gone
  BURY: p56

"red shirt" =>
  RERANK: off

scarf =>
  UP(3): brand:acme
  DOWN(90): * {"range": {"price": {"gte": 55}}}
`;

/** A model that likes what comes late: it reads numbers and says them. */
const LIKES_LATE: CrossEncoder = {
  score: async (_query, texts) => ({
    kind: 'scored',
    passes: [
      { modelId: 'late@1', scores: texts.map((text) => Number(/\d+/.exec(text)?.[0])), depth: texts.length },
    ],
    shrunk: 'none',
  }),
};

/** Up to the model, which has all the weight. */
const READ = [
  'normalise',
  'segment',
  'rules',
  'lexical',
  { rerank: { weight: 1, depth: 20, budgetMs: 10_000, template: '{price}' } },
];

describeBackends('models and merchandisers', (adapter) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(adapter, {
      pipelines: {
        ranked: [...READ, { merchandise: { depth: 20 } }],
        unswayed: [...READ, { merchandise: { depth: 20, places: 0 } }],
        swayed: [...READ, { merchandise: { depth: 20, places: 4 } }],
        unnamed: ['normalise', 'segment', 'rules', 'lexical', 'fields', 'fuse'],
        unruled: ['normalise', 'segment', 'lexical', 'fields', 'fuse'],
        varied: ['lexical', { merchandise: { depth: 20, maxPer: { field: 'brand', n: 2, within: 4 } } }],
      },
      crossEncoder: LIKES_LATE,
      rules: RULES,
    });
  });
  afterAll(() => shop.close());

  const ranked = (body: object, size = 5) =>
    shop.search({ ...body, size }, { 'relevance-pipeline': 'ranked' });
  const prices = (found: readonly string[]): readonly number[] => found.map((id) => Number(id.slice(1)));

  test('a model decides the order of what it read', async () => {
    const answer = await ranked({ query: { match: { title: 'hat' } } });
    expect(answer.relevance).toMatch(/^applied; version="/);
    const found = prices(ids(answer));
    expect(found).toEqual(found.toSorted((a, b) => b - a));
    expect(answer.found.hits.hits.map(({ _source }) => _source?.['title'])).toEqual(
      found.map((at) => PRODUCTS[at]!.title),
    );
  });

  test('what rules move up and down moves again behind the model, within bounds', async () => {
    const scarf = { query: { match: { title: 'scarf' } }, size: 12 };
    const before = ids(await shop.search(scarf, { 'relevance-pipeline': 'unswayed' }));
    const after = ids(await shop.search(scarf, { 'relevance-pipeline': 'swayed' }));
    expect(after.toSorted()).toEqual(before.toSorted());
    expect(before.slice(0, 5)).toEqual(['p59', 'p54', 'p49', 'p44', 'p39']);
    // p54, p44, p34 and p24 are acme's and go up by three; p59 goes down by four, and behind those that it meets there.
    expect(after.slice(0, 7)).toEqual(['p54', 'p44', 'p34', 'p49', 'p24', 'p39', 'p59']);
    // Unless told otherwise by ten, which is the end of these twelve.
    const unasked = ids(await shop.search(scarf, { 'relevance-pipeline': 'ranked' }));
    expect(unasked.slice(0, 4)).toEqual(['p54', 'p44', 'p34', 'p49']);
    expect(unasked.at(-1)).toBe('p59');
  });

  test('a rule keeps the model out', async () => {
    const body = { query: { match: { title: 'red shirt' } }, size: 5 };
    const plain = await shop.search(body, { 'relevance-pipeline': 'off' });
    expect(ids(await ranked(body))).toEqual(ids(plain));
  });

  test('pins hold after the model, also documents that the words do not find; buries go to the end', async () => {
    const boots = { query: { match: { title: 'boots' } } };
    const answer = await ranked(boots, 20);
    // Neither is boots: p3 is a hat, p7 a shirt.
    expect(ids(answer).slice(1, 3)).toEqual(['p7', 'p3']);
    expect(ids(answer)).toContain('p51');
    expect(ids(answer).at(-1)).toBe('p56');
    expect(new Set(ids(answer)).size).toBe(ids(answer).length);
    const scores = answer.found.hits.hits.map(({ _score }) => _score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test('pins hold in a pipeline that ranks and names no stage for them', async () => {
    const body = { query: { match: { title: 'boots' } }, size: 5 };
    const answer = await shop.search(body, { 'relevance-pipeline': 'unnamed' });
    expect(ids(answer).slice(1, 3)).toEqual(['p7', 'p3']);
  });

  test('a pin moves nothing else: legs look for words alone', async () => {
    // By the caller's field no document is boots; by the gateway's some are.
    const body = { query: { match: { text: 'comfortable boots' } }, size: 40 };
    const plain = ids(await shop.search(body, { 'relevance-pipeline': 'unruled' }));
    const pinned = ids(await shop.search(body, { 'relevance-pipeline': 'unnamed' }));
    const named = new Set(['p7', 'p3', 'p56']);
    const others = (found: readonly string[]) => found.filter((id) => !named.has(id));
    expect(others(pinned)).toEqual(others(plain));
  });

  test('a pinned document that the caller’s filter leaves out is not shown', async () => {
    const query = { bool: { must: { match: { title: 'boots' } }, filter: { term: { brand: 'acme' } } } };
    const answer = await ranked({ query }, 20);
    expect(ids(answer)).not.toContain('p7');
    expect(answer.found.hits.hits.every(({ _source }) => _source?.['brand'] === 'acme')).toBe(true);
  });

  test('pages of a pinned search neither repeat nor lose a hit', async () => {
    const boots = { query: { match: { title: 'boots' } } };
    const all = ids(await ranked(boots, 20));
    const paged: string[] = [];
    for (let from = 0; from < all.length; from += 4) {
      paged.push(...ids(await ranked({ ...boots, from }, 4)));
    }
    expect(paged).toEqual(all);
  });

  test('no more than two of a brand among the first four', async () => {
    const shoes = await shop.search(
      { query: { match: { title: 'shoes' } }, size: 4 },
      { 'relevance-pipeline': 'varied' },
    );
    const brands = shoes.found.hits.hits.map(({ _source }) => _source?.['brand']);
    expect(brands.filter((brand) => brand === 'acme')).toHaveLength(2);
  });
});

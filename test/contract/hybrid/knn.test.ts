import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Encoding, TextEncoder } from '../../../src/domain/text-encoder.ts';
import { describeBackends } from '../ports/backends.ts';
import { ENCODER, type Found, type Hit, ids, INDEX, openShop, PRODUCTS, type Shop } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const BY_MEANING = { 'relevance-pipeline': 'meaning' };

describeBackends('the leg of vectors', (adapter) => {
  let shop: Shop;
  let instead: Encoding | undefined;
  let asked = 0;
  const encoder: TextEncoder = {
    ...ENCODER,
    encode: async (texts, options) => {
      asked += 1;
      return instead ?? ENCODER.encode(texts, options);
    },
  };
  beforeAll(async () => {
    shop = await openShop(adapter, { pipelines: { meaning: ['lexical', 'knn', 'fuse'] }, encoder });
  });
  afterEach(() => {
    instead = undefined;
    asked = 0;
  });
  afterAll(() => shop.close());

  const titles = (hits: readonly Hit[]): readonly string[] =>
    hits.map(({ _source }) => String(_source!['title']));

  test('finds what shares no word with the query, nearest first, and nothing that is far', async () => {
    const reply = await shop.search({ query: { match: { title: 'crimson' } }, size: 60 }, BY_MEANING);
    expect(reply.relevance).toMatch(/^applied; version="/);
    const red = PRODUCTS.filter(({ title }) => title.startsWith('red'));
    expect(titles(reply.found.hits.hits).every((title) => title.startsWith('red'))).toBe(true);
    expect(reply.found.hits.hits).toHaveLength(red.length);
    expect(reply.found.hits.total).toEqual({ value: red.length, relation: 'gte' });
    const [best] = reply.found.hits.hits;
    const [direct] = (await shop.search({ query: { ids: { values: [best!._id] } } })).found.hits.hits;
    expect({ ...best, _score: 1 }).toEqual({ ...direct, _score: 1 });
  });

  test('is there unasked where the mapping names the encoder, for items of an _msearch too', async () => {
    const body = { query: { match: { title: 'crimson' } }, size: 60 };
    const red = PRODUCTS.filter(({ title }) => title.startsWith('red'));
    expect(ids(await shop.search(body))).toHaveLength(red.length);
    const many = await fetch(`${shop.url}/_msearch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify({ index: INDEX })}\n${JSON.stringify(body)}\n`,
    });
    const { responses } = (await many.json()) as { readonly responses: readonly Found[] };
    expect(responses[0]!.hits.hits).toHaveLength(red.length);
    expect(ids(await shop.search(body, { 'relevance-pipeline': 'default' }))).toEqual([]);
  });

  test('is held to the caller’s filters', async () => {
    const query = {
      bool: {
        must: [{ match: { title: 'azure' } }, { range: { price: { lt: 30 } } }],
        filter: [{ term: { brand: 'globex' } }],
        must_not: [{ term: { price: 5 } }],
      },
    };
    const { found } = await shop.search({ query, size: 60 }, BY_MEANING);
    const expected = PRODUCTS.filter(
      ({ title, brand, price }) =>
        title.startsWith('blue') && brand === 'globex' && price < 30 && price !== 5,
    );
    expect(found.hits.hits.map(({ _id }) => _id).sort()).toEqual(expected.map(({ id }) => id).sort());
  });

  test('brings nothing for nonsense, which then finds what the engine finds: nothing', async () => {
    const reply = await shop.search({ query: { match: { title: 'xqzzy' } } }, BY_MEANING);
    expect(reply.relevance).toBe('bypass; reason=no_hits');
    expect(ids(reply)).toEqual([]);
  });

  test.each<[string, Encoding]>([
    ['without an answer', { kind: 'unanswered', reason: 'shed', detail: 'no room' }],
    ['with a vector of another length', { kind: 'encoded', vectors: Float32Array.of(1, 2) }],
  ])('is left out and named where the encoder is %s', async (_name, encoding) => {
    instead = encoding;
    const reply = await shop.search({ query: { match: { title: 'red' } } }, BY_MEANING);
    expect(reply.relevance).toMatch(/^applied; degraded="knn"; version="/);
    expect(reply.found.hits.hits).toHaveLength(10);
    expect(asked).toBe(1);
  });

  test('does not exist where the caller’s function makes the score', async () => {
    const query = { script_score: { query: { match: { title: 'red' } }, script: { source: '_score' } } };
    await shop.search({ query: { function_score: { query: { match: { title: 'red' } } } } }, BY_MEANING);
    await shop.search({ query }, BY_MEANING);
    expect(asked).toBe(0);
  });
});

describeBackends('vectors that the engine refuses to search', (adapter) => {
  test('are not asked for any more after five searches', async () => {
    let asked = 0;
    const encode: TextEncoder['encode'] = async () => {
      asked += 1;
      return { kind: 'encoded', vectors: Float32Array.of(1, 2) };
    };
    const shop = await openShop(adapter, {
      pipelines: { meaning: ['lexical', 'knn', 'fuse'] },
      encoder: { ...ENCODER, encode },
    });
    const search = () => shop.search({ query: { match: { title: 'red' } } }, BY_MEANING);
    try {
      for (let n = 0; n < 5; n += 1) expect((await search()).relevance).toMatch(/^applied; degraded="knn"/);
      const before = asked;
      const reply = await search();
      expect(reply.relevance).toMatch(/^applied; version="/);
      expect(reply.found.hits.hits).toHaveLength(10);
      expect(asked).toBe(before);
    } finally {
      await shop.close();
    }
  });
});

describeBackends('vectors that do not fit', (adapter) => {
  test('are not searched', async () => {
    const encoder: TextEncoder = { ...ENCODER, dims: 384, encode: () => Promise.reject(new Error('asked')) };
    const shop = await openShop(adapter, { pipelines: { meaning: ['lexical', 'knn', 'fuse'] }, encoder });
    try {
      const reply = await shop.search({ query: { match: { title: 'red' } } }, BY_MEANING);
      expect(reply.relevance).toMatch(/^applied; version="/);
      expect(reply.found.hits.hits).toHaveLength(10);
    } finally {
      await shop.close();
    }
  });
});

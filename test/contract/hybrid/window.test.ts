import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeBackends } from '../ports/backends.ts';
import { type Found, type Hit, ids, INDEX, listLeg, openShop, type Shop, sorter } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const OFF = { 'relevance-pipeline': 'off' };
const BY_PRICE = { 'relevance-pipeline': 'by-price' };
const RED_SHOES = { query: { match: { title: 'red shoes' } } };

const price = (fields: Readonly<Record<string, unknown>>): number => Number(fields['price'] ?? -1);

describeBackends('a page of a window', (adapter) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(adapter, {
      pipelines: {
        plain: ['lexical'],
        'by-price': ['lexical', 'sorter'],
        legs: ['lexical', 'fields', 'list', { fuse: { depth: 20 } }],
        broken: ['lexical', 'broken', { fuse: { depth: 20 } }],
        late: ['lexical', 'late', 'list', { fuse: { depth: 20 } }],
      },
      stages: [
        sorter((a, b) => price(b.fields) - price(a.fields), { reads: ['price'] }),
        // One of them matches no word, one is not there.
        listLeg('list', () => ['p49', 'gone', 'p0']),
        listLeg(
          'late',
          () => ['p1'],
          () => new Promise((done) => setTimeout(done, 15)),
        ),
        listLeg('broken', () => {
          throw new Error('broken');
        }),
      ],
    });
  });
  afterAll(() => shop.close());

  test('is in the order of the rank stages, over more than the page, with scores that never rise', async () => {
    const { found, relevance } = await shop.search({ ...RED_SHOES, size: 5 }, BY_PRICE);
    expect(relevance).toMatch(/^applied; version="/);
    const plain = (await shop.search({ ...RED_SHOES, size: 20 }, OFF)).found.hits.hits;
    const prices = plain.map(({ _source }) => price(_source!)).sort((a, b) => b - a);
    expect(found.hits.hits.map(({ _source }) => price(_source!))).toEqual(prices.slice(0, 5));
    expect(found.hits.hits.map(({ _score }) => _score)).toEqual([1000, 999, 998, 997, 996]);
    expect(found.hits.max_score).toBe(1000);
  });

  test('tells the times of stages in the order of the pipeline, whichever leg ended first', async () => {
    const answer = await fetch(`${shop.url}/${INDEX}/_search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'relevance-pipeline': 'late' },
      body: JSON.stringify(RED_SHOES),
    });
    await answer.text();
    const times = answer.headers.get('server-timing') ?? '';
    expect(times.replaceAll(/;dur=[\d.]+/g, '')).toBe('lexical, late, list, fuse, total');
  });

  test('shows of each hit what the engine shows, byte for byte but for the score', async () => {
    const asked = {
      query: {
        bool: {
          must: [{ match: { title: { query: 'red shoes', _name: 'words' } } }],
          filter: [{ range: { price: { gte: 3, _name: 'dear' } } }],
        },
      },
      size: 30,
      _source: { excludes: ['text'] },
      fields: ['brand', { field: 'price' }],
      docvalue_fields: ['price'],
      highlight: { fields: { title: {} } },
      version: true,
      seq_no_primary_term: true,
      aggs: { brands: { terms: { field: 'brand' } } },
      track_total_hits: true,
    };
    const [direct, ranked] = [await shop.search(asked, OFF), await shop.search(asked, BY_PRICE)];
    const bytesOf = (text: string): ReadonlyMap<string, string> => {
      const withoutScores = text.replaceAll(/"_score":[\d.eE-]+/g, '"_score":0');
      return new Map(
        (JSON.parse(withoutScores) as Found).hits.hits.map((hit) => [hit._id, JSON.stringify(hit)]),
      );
    };
    const expected = bytesOf(direct.text);
    const got = bytesOf(ranked.text);
    expect([...got.keys()]).not.toEqual([...expected.keys()]);
    for (const [id, bytes] of got) expect(bytes).toBe(expected.get(id));
    expect(got.size).toBe(expected.size);
    expect(ranked.found.aggregations).toEqual(direct.found.aggregations);
    expect(ranked.found.hits.total).toEqual(direct.found.hits.total);
    expect(ranked.found._shards).toEqual(direct.found._shards);
  });

  test('shows nothing of what ranking read unless the caller asked for it', async () => {
    const { found } = await shop.search({ ...RED_SHOES, _source: ['brand'] }, BY_PRICE);
    expect(found.hits.hits.map(({ _source }) => Object.keys(_source!))).toEqual(
      Array.from({ length: 10 }, () => ['brand']),
    );
    const none = await shop.search(RED_SHOES, BY_PRICE, '?_source=false');
    expect(none.found.hits.hits.some((hit: Hit) => '_source' in hit)).toBe(false);
  });

  test('holds what only another leg found, and not what is not there', async () => {
    const reply = await shop.search(
      { query: { match: { title: 'red' } }, size: 60 },
      { 'relevance-pipeline': 'legs' },
    );
    expect(reply.relevance).toMatch(/^applied; version="/);
    expect(ids(reply)).toContain('p49');
    expect(ids(reply)).not.toContain('gone');
    expect(new Set(ids(reply)).size).toBe(ids(reply).length);
    expect(reply.found.hits.hits.find(({ _id }) => _id === 'p49')?._source).toMatchObject({ price: 49 });
  });

  test('says that there is more than the total where more was shown', async () => {
    const nothing = { query: { match: { title: 'number' } } };
    const reply = await shop.search(nothing, { 'relevance-pipeline': 'legs' });
    // The words are in another field than the caller's: leg 1 finds nothing, the fields leg everything.
    expect(reply.found.hits.hits).toHaveLength(10);
    expect(reply.found.hits.total).toEqual({ value: 10, relation: 'gte' });
    expect(reply.found.hits.max_score).toBe(reply.found.hits.hits[0]?._score);
  });

  test('is held to the caller’s filters on every leg', async () => {
    const asked = {
      query: {
        bool: {
          must: [{ match: { title: 'hat' } }, { term: { brand: 'globex' } }],
          must_not: [{ range: { price: { gte: 50 } } }],
        },
      },
      post_filter: { range: { price: { gte: 10 } } },
      size: 60,
    };
    const { found } = await shop.search(asked, { 'relevance-pipeline': 'legs' });
    const rows = found.hits.hits.map(({ _source }) => _source!);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      // What the list leg of this test brings is its own affair.
      if (row['price'] === 49 || row['price'] === 0) continue;
      expect(row['brand']).toBe('globex');
      expect(price(row)).toBeGreaterThanOrEqual(10);
      expect(price(row)).toBeLessThan(50);
    }
  });

  test('goes without a leg that fails, and says so', async () => {
    const reply = await shop.search(RED_SHOES, { 'relevance-pipeline': 'broken' });
    expect(reply.status).toBe(200);
    expect(reply.relevance).toMatch(/^applied; degraded="broken"; version="/);
    expect(ids(reply)).toEqual(ids(await shop.search(RED_SHOES, OFF)));
  });

  test('leaves the order to a function of the caller’s', async () => {
    const asked = {
      query: {
        function_score: {
          query: { match: { title: 'red shoes' } },
          field_value_factor: { field: 'price', missing: 1 },
        },
      },
    };
    const [own, ranked] = [await shop.search(asked, OFF), await shop.search(asked, BY_PRICE)];
    expect(ranked.relevance).toMatch(/^applied; version="/);
    expect(ranked.found.hits).toEqual(own.found.hits);
  });

  test('is made for words in the URL too, and for each item of an _msearch', async () => {
    const inUrl = await fetch(`${shop.url}/${INDEX}/_search?q=title:shoes&size=3&_source_includes=price`, {
      headers: BY_PRICE,
    });
    expect(inUrl.headers.get('relevance-status')).toBe('bypass; reason=operators');
    const plain = await fetch(`${shop.url}/${INDEX}/_search?q=shoes&df=title&size=3&_source_includes=price`, {
      headers: BY_PRICE,
    });
    const found = (await plain.json()) as Found;
    expect(found.hits.hits.map(({ _source }) => _source)).toEqual([
      { price: 55 },
      { price: 50 },
      { price: 45 },
    ]);

    const item = (search: unknown): string => `{"index":"${INDEX}"}\n${JSON.stringify(search)}\n`;
    const many = await fetch(`${shop.url}/_msearch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...BY_PRICE },
      body:
        item({ ...RED_SHOES, size: 4 }) +
        item({ query: { match_all: {} }, sort: ['price'] }) +
        item(RED_SHOES),
    });
    const { responses } = (await many.json()) as { responses: readonly Found[] };
    const [first, untouched, last] = responses.map(({ hits }) => hits.hits.map(({ _id }) => _id));
    const single = ids(await shop.search(RED_SHOES, BY_PRICE));
    expect(first).toEqual(single.slice(0, 4));
    expect(last).toEqual(single);
    expect(untouched?.slice(0, 2)).toEqual(['p0', 'p1']);
  });
});

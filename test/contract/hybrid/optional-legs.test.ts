import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { QueryStage } from '../../../src/pipeline/stage.ts';
import { describeBackends } from '../ports/backends.ts';
import { ids, INDEX, openShop, PRODUCTS, type Reply, type Shop } from './shop.ts';
import { createWitness } from './witness.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const LISTS = `${INDEX}-lists`;

/** `gadget` is a kind of thing that globex makes, and that no product says. */
const ABOUT: QueryStage = {
  name: 'about',
  kind: 'query',
  onError: 'skip',
  run: (query) =>
    query.key.includes('gadget') ? { ...query, intent: { name: 'globex', probability: 0.9 } } : query,
};

const witness = createWitness();

const RULES = `
boots =>
  LEG(category): off
  LEG(list): off

scarf =>
  LEG(list): 5
`;

const BEST = { index: LISTS, keys: ['{query}', 'of {intent}', 'all'] };
const understand = ['normalise', 'segment', 'about', 'rules', 'lexical'];
const withLeg = (leg: Record<string, unknown>) => [...understand, leg, { fuse: { depth: 30 } }, 'witness'];

describeBackends('legs that only a shop can know of', (adapter) => {
  let shop: Shop;
  const put = async (path: string, body?: object): Promise<void> => {
    const { status } = await fetch(`${shop.url}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([200, 201]).toContain(status);
  };
  beforeAll(async () => {
    shop = await openShop(adapter, {
      pipelines: {
        category: withLeg({ category: { field: 'brand', popularity: 'price', size: 6 } }),
        list: withLeg({ list: { ...BEST, matching: false } }),
        matching: withLeg({ list: { ...BEST, size: 2 } }),
        ruled: withLeg({ list: { ...BEST, matching: false, when: 'rule' } }),
        account: withLeg({ list: { ...BEST, matching: false, read: 'account' } }),
        nowhere: withLeg({ list: { index: `${INDEX}-none`, keys: ['all'] } }),
        both: [
          ...understand,
          { category: { field: 'brand', popularity: 'price', size: 6 } },
          { list: { ...BEST, matching: false } },
          { fuse: { depth: 30 } },
          'witness',
        ],
      },
      stages: [ABOUT, witness.stage],
      rules: RULES,
    });
    await put(`/${LISTS}`, { settings: { number_of_shards: 2, number_of_replicas: 0 } });
    const lists = {
      all: ['p1', 'p59', 'p13', 'p1', 'none'],
      'red shoes': ['p2'],
      'of globex': ['p5', 'p4', 'p7'],
    };
    for (const [id, list] of Object.entries(lists))
      await put(`/${LISTS}/_doc/${encodeURIComponent(id)}?refresh=true`, { ids: list });
  });
  afterAll(async () => {
    await fetch(`${shop.url}/${LISTS}`, { method: 'DELETE' });
    await shop.close();
  });

  const search = (pipeline: string, title: string, body: object = {}, query = ''): Promise<Reply> =>
    shop.search(
      { query: { match: { title } }, size: 30, ...body },
      { 'relevance-pipeline': pipeline },
      query,
    );
  const foundBy = (leg: string): readonly string[] =>
    witness.seen
      .flatMap(({ id, legs }) => legs.filter((one) => one.leg === leg).map(({ rank }) => ({ id, rank })))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ id }) => id);
  const only = (...found: readonly string[]) => ({
    bool: { must: { match: { title: 'gadget hat' } }, filter: { terms: { _id: found } } },
  });

  test('the category that was predicted brings its documents, those with the words first', async () => {
    const reply = await search('category', 'gadget hat');
    expect(reply.relevance).toMatch(/^applied; version="/);
    const brought = foundBy('category');
    expect(brought).toHaveLength(6);
    const products = brought.map((id) => PRODUCTS.find((one) => one.id === id)!);
    expect(products.map(({ brand }) => brand)).toEqual(brought.map(() => 'globex'));
    expect(products.every(({ title }) => title.includes('hat'))).toBe(true);
    expect(ids(reply)).toEqual(expect.arrayContaining([...brought]));
  });

  test('what no word finds, the category does, the most popular first', async () => {
    const reply = await search('category', 'gadget');
    expect(ids(reply)).toEqual(['p59', 'p57', 'p55', 'p53', 'p51', 'p49']);
    expect(reply.found.hits.total).toEqual({ value: 6, relation: 'gte' });
  });

  test.each(['category', 'list', 'account'])(
    'the caller’s filters hold for the leg of %s',
    async (pipeline) => {
      const query = {
        bool: { must: { match: { title: 'gadget' } }, filter: { range: { price: { lt: 6 } } } },
      };
      const reply = await search(pipeline, '', { query, post_filter: { range: { price: { gt: 3 } } } });
      // p4 is acme's; a list may hold what it likes.
      expect(ids(reply)).toEqual(pipeline === 'category' ? ['p5'] : ['p5', 'p4']);
    },
  );

  test('without a prediction there is no such leg, and one request as before', async () => {
    expect(ids(await search('category', 'hat'))).toEqual(ids(await search('off', 'hat')));
    expect(foundBy('category')).toEqual([]);
  });

  test.each([
    ['of the query’s own words', 'red shoes', ['p2']],
    ['of its intent', 'gadget', ['p5', 'p4', 'p7']],
    ['for all others', 'hat', ['p1', 'p59', 'p13']],
  ])('a list %s brings its documents in its order', async (_, words, listed) => {
    for (const pipeline of ['list', 'account', 'account']) {
      const reply = await search(pipeline, words);
      expect(reply.relevance).toMatch(/^applied; version="/);
      expect(foundBy('list')).toEqual(listed);
      expect(ids(reply)).toEqual(expect.arrayContaining(listed));
    }
  });

  test('a list that must match brings what the words find, as many as it may', async () => {
    await search('matching', 'hat');
    expect(foundBy('list')).toEqual(['p13']);
    await search('matching', 'hat blue shoes');
    expect(foundBy('list')).toEqual(['p1', 'p13']);
    await search('matching', '', { query: only('p59') });
    expect(foundBy('list')).toEqual([]);
  });

  test('lists are found whatever routing and copies the caller names, also in an _msearch', async () => {
    await search('list', 'gadget', {}, '?preference=_local');
    expect(foundBy('list')).toEqual(['p5', 'p4', 'p7']);
    const header = JSON.stringify({ index: INDEX, routing: 'p7', preference: 'x' });
    const line = JSON.stringify({ query: { match: { title: 'gadget' } } });
    const answer = await fetch(`${shop.url}/_msearch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'relevance-pipeline': 'list' },
      body: `${header}\n${line}\n`,
    });
    expect(answer.headers.get('relevance-status')).toMatch(/^applied; version="/);
    // The routing holds for the documents, as the caller said.
    expect(foundBy('list')).toContain('p7');
  });

  test('rules switch each of them off, and one on that waits for a rule', async () => {
    await search('both', 'gadget');
    expect([foundBy('category'), foundBy('list')].map(({ length }) => length)).toEqual([6, 3]);
    witness.seen = [];
    await search('both', 'gadget boots');
    expect(witness.seen).toEqual([]);
    await search('ruled', 'hat');
    expect(witness.seen).toEqual([]);
    await search('ruled', 'scarf');
    expect(foundBy('list')).toEqual(['p1', 'p59', 'p13']);
  });

  test('a list that cannot be read is left out and named', async () => {
    const reply = await search('nowhere', 'hat');
    expect(reply.relevance).toMatch(/^applied; degraded="list"; version="/);
    expect(ids(reply).toSorted()).toEqual(ids(await search('off', 'hat')).toSorted());
  });
});

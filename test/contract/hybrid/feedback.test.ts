import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeBackends } from '../ports/backends.ts';
import { ids, openShop, PRODUCTS, type Reply, type Shop } from './shop.ts';
import { createWitness } from './witness.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const witness = createWitness();

const RULES = `
boots =>
  LEG(feedback): off
`;
const understand = ['normalise', 'segment', 'rules', 'lexical'];
const WORDS = 'if you please a red hat';

describeBackends('the leg that looks for what the best hits have in common', (adapter) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(adapter, {
      pipelines: {
        feedback: [...understand, { feedback: { words: 3 } }, { fuse: { depth: 60 } }, 'witness'],
        usual: [...understand, 'feedback', { fuse: { depth: 60 } }, 'witness'],
        unheard: [...understand, { feedback: { words: 3, fields: ['none'] } }, { fuse: { depth: 60 } }],
      },
      stages: [witness.stage],
      rules: RULES,
    });
  });
  afterAll(() => shop.close());

  const search = async (pipeline: string, query: object): Promise<Reply> => {
    witness.seen = [];
    return shop.search({ query, size: 60 }, { 'relevance-pipeline': pipeline });
  };
  const inTitle = (title: string) => ({ match: { title } });
  const found = (): readonly string[] =>
    witness.seen.filter(({ legs }) => legs.some(({ leg }) => leg === 'feedback')).map(({ id }) => id);
  const product = (id: string) => PRODUCTS.find((one) => one.id === id)!;

  test('finds documents that hold none of the words, and keeps those that do', async () => {
    const reply = await search('feedback', inTitle(WORDS));
    expect(reply.relevance).toMatch(/^applied; version="/);
    const without = found().filter((id) => !/red|hat/.test(product(id).title));
    expect(without.length).toBeGreaterThan(0);
    // The best hits are made of cotton, and say so.
    expect(without.some((id) => product(id).text.includes('cotton'))).toBe(true);
    expect(ids(reply)).toEqual(expect.arrayContaining([...without]));
    expect(product(ids(reply)[0]!).title).toMatch(/hat/);
  });

  test('is held to the caller’s filters, in what it reads and in what it brings', async () => {
    const filter = [{ term: { brand: 'acme' } }, { range: { price: { lt: 30 } } }];
    const reply = await search('feedback', { bool: { must: inTitle(WORDS), filter } });
    expect(found().length).toBeGreaterThan(0);
    for (const { brand, price } of ids(reply).map(product)) {
      expect([brand, price < 30]).toEqual(['acme', true]);
    }
  });

  test.each([
    ['short queries', 'feedback', inTitle('red hat')],
    ['what is long elsewhere, where more words are asked for', 'usual', inTitle(WORDS)],
    ['callers that want all words', 'feedback', { match: { title: { query: WORDS, operator: 'and' } } }],
    ['queries whose rule says so', 'feedback', inTitle(`${WORDS} boots`)],
  ])('stays out of %s', async (_, pipeline, query) => {
    await search(pipeline, query);
    expect(found()).toEqual([]);
  });

  test('finds nothing where its fields hold no text, and the search goes on', async () => {
    const reply = await search('unheard', inTitle(WORDS));
    expect(reply.relevance).toMatch(/^applied; version="/);
    expect(product(ids(reply)[0]!).title).toMatch(/hat/);
  });
});

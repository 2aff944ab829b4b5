import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IndexDescription } from '../../../../src/domain/catalog.ts';
import { type Query, type Slot, typedQuery } from '../../../../src/domain/query.ts';
import type { LegSearch } from '../../../../src/domain/search.ts';
import { StageOptions } from '../../../../src/pipeline/stage-options.ts';
import { categoryOf, categoryOptions } from '../../../../src/stages/retrieve/category/predicted-category.ts';
import { category } from '../../../../src/stages/retrieve/category.ts';
import { listKey } from '../../../../src/stages/retrieve/list/list-keys.ts';
import { firstList, MOST_IDS } from '../../../../src/stages/retrieve/list/read-list.ts';
import { list } from '../../../../src/stages/retrieve/list.ts';
import { aContext } from '../../pipeline/fixtures.ts';

const BOTH = categoryOptions(new StageOptions('test', {}));

/** Words separated by blanks; those after `tag:` carry it. */
function tagged(text: string, tags: Readonly<Record<string, string>>): Query {
  const slots = [...text.matchAll(/\S+/g)].map(([word], at): Slot => {
    const start = [...text.matchAll(/\S+/g)][at]!.index;
    const name = tags[word];
    return {
      span: { start, end: start + word.length },
      key: word,
      alternatives: [{ terms: [word], weight: 1, origin: 'user' }],
      ...(name === undefined ? {} : { tag: { name, weight: 1, optional: false, by: 'dictionary' } }),
    };
  });
  return { ...typedQuery(text), slots };
}

const intended = (query: Query, name: string): Query => ({ ...query, intent: { name, probability: 0.9 } });

function described(fields: Readonly<Record<string, string>>): IndexDescription {
  const types = Object.entries(fields).map(
    ([name, type]) => [name, { type, analyzer: null, hanCut: null }] as const,
  );
  return { name: 'products', kind: 'index', meta: {}, fields: new Map(types) };
}

const answered = (hits: readonly object[]) => ({
  status: 200,
  headers: [],
  body: Buffer.from(JSON.stringify({ timed_out: false, hits: { hits } })),
});

describe('the category of a query', () => {
  const chair = tagged('red office chair cover', { red: 'colour', office: 'product', chair: 'product' });

  test('is what a model predicted, else the last words that name one', () => {
    expect(categoryOf(chair, BOTH)).toEqual({ name: 'office chair', by: 'tag' });
    expect(categoryOf(intended(chair, 'Furniture'), BOTH)).toEqual({ name: 'Furniture', by: 'intent' });
    const two = tagged('phone black case', { phone: 'product', case: 'product' });
    expect(categoryOf(two, BOTH)).toEqual({ name: 'case', by: 'tag' });
  });

  test('is what it is asked of alone', () => {
    const read = (options: Record<string, unknown>) => categoryOptions(new StageOptions('test', options));
    expect(categoryOf(intended(chair, 'Furniture'), read({ from: ['tag'] }))?.name).toBe('office chair');
    expect(categoryOf(chair, read({ from: ['intent'] }))).toBeUndefined();
    expect(categoryOf(chair, read({ tag: 'colour' }))).toEqual({ name: 'red', by: 'tag' });
    expect(categoryOf(typedQuery('red chair'), BOTH)).toBeUndefined();
  });
});

describe('the leg of a category', () => {
  async function bodyOf(query: Query, index: IndexDescription, options = {}): Promise<string> {
    const asked: LegSearch[] = [];
    const search = async (leg: LegSearch) => (asked.push(leg), answered([]));
    await category(options).run(query, aContext({ index, window: 50, search }));
    return asked.map(({ body }) => Buffer.from(body).toString()).join();
  }
  const bike = tagged('bike', { bike: 'product' });

  test.each([
    [
      'an intent, by the field of whole values',
      intended(bike, 'Bikes'),
      '{"term":{"category.keyword":"Bikes"}}',
    ],
    ['a word, as a level of a path', bike, '{"match_phrase":{"category":"bike"}}'],
  ])('asks for %s', async (_, query, filter) => {
    const index = described({ category: 'text', 'category.keyword': 'keyword' });
    expect(await bodyOf(query, index)).toContain(`"filter":[${filter}]`);
  });

  test('asks a field of whole values for a word in any case', async () => {
    expect(await bodyOf(bike, described({ category: 'keyword' }))).toContain(
      '"filter":[{"term":{"category":{"value":"bike","case_insensitive":true}}}]',
    );
  });

  test('is bounded by its size and by the window, and sorts by numbers alone', async () => {
    const index = described({ category: 'keyword', sold: 'long', note: 'text' });
    expect(await bodyOf(bike, index)).toContain('"size":20,');
    expect(await bodyOf(bike, index, { size: 80 })).toContain('"size":50,');
    expect(await bodyOf(bike, index, { popularity: 'sold' })).toContain('"field":"sold"');
    expect(await bodyOf(bike, index, { popularity: 'note' })).not.toContain('function_score');
  });

  test('takes part where there is a category, and a field that can hold it', () => {
    const applies = (query: Query, index?: IndexDescription, options = {}) =>
      category(options).applies?.(query, { request: aContext().request, index, context: new Map() });
    const index = described({ category: 'keyword', price: 'double' });
    expect(applies(bike, index)).toBe(true);
    expect(applies(typedQuery('bike'), index)).toBe(false);
    expect(applies(bike, index, { field: 'price' })).toBe(false);
    expect(applies(bike)).toBe(false);
    const ruled = (weight: number): Query => ({
      ...bike,
      instructions: { ...bike.instructions, legs: [{ leg: 'category', weight, origin: 'rule' }] },
    });
    expect(applies(bike, index, { when: 'rule' })).toBe(false);
    expect(applies(ruled(0.5), index, { when: 'rule' })).toBe(true);
  });
});

describe('the id of a list', () => {
  test.each<[string, Query, string | undefined]>([
    ['all', typedQuery('x'), 'all'],
    ['q {query}', typedQuery('Red Shoes '), 'q red shoes'],
    ['{intent}/{query}', intended(typedQuery('Tea'), 'Food > Tea'), 'Food > Tea/tea'],
    ['{category}', tagged('green tea', { tea: 'product' }), 'tea'],
    ['{intent}', typedQuery('tea'), undefined],
    ['{query}', typedQuery('  '), undefined],
    ['{query}', typedQuery('茶'.repeat(171)), undefined],
    ['{query}', typedQuery('$& $1 {intent}'), '$& $1 {intent}'],
  ])('%s', (template, query, id) => {
    expect(listKey(template, BOTH)(query)).toBe(id);
  });

  test('names what it does not know', () => {
    expect(() => listKey('{brand}', BOTH)).toThrow(
      'stage list: "{brand}" is none of {query}, {intent}, {category}',
    );
  });

  test('holds any words as they are', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (words) => {
        const id = listKey('for {query}', BOTH)(typedQuery(words));
        expect(id).toBe(words.trim() === '' ? undefined : `for ${words.toLowerCase().trim()}`);
      }),
    );
  });
});

describe('a list', () => {
  const hit = (_id: string, _source: object) => ({ _index: 'lists', _id, _score: 1, _source });

  test('is the first that holds something, each id once, and no more than are looked for', () => {
    const answer = answered([
      hit('all', { top: { ids: ['a', 7, 'a', null, '', 'b'] } }),
      hit('empty', { top: { ids: [] } }),
      hit('long', { top: { ids: Array.from({ length: 1000 }, (_, at) => `d${at}`) } }),
      hit('one', { top: { ids: 'alone' } }),
    ]);
    const read = (...keys: string[]) => firstList(answer, keys, 'top.ids');
    expect(read('none', 'empty', 'all', 'one')).toEqual({ key: 'all', ids: ['a', '7', 'b'] });
    expect(read('one')?.ids).toEqual(['alone']);
    expect(read('long')?.ids).toHaveLength(MOST_IDS);
    expect(read('none')).toBeUndefined();
  });

  test('that the account read is kept for a while, one that the caller read is not', async () => {
    const lists = answered([hit('all', { ids: ['p1', 'p2'] })]);
    let asAccount = 0;
    const accountSearch = async () => ((asAccount += 1), lists);
    for (const [read, expected] of [
      ['account', [1, ['documents', 'documents']]],
      ['caller', [0, ['lists', 'documents', 'lists', 'documents']]],
    ] as const) {
      asAccount = 0;
      const asCaller: string[] = [];
      const search = async ({ indices }: LegSearch) => {
        asCaller.push(indices === undefined ? 'documents' : indices.join());
        return indices === undefined ? answered([hit('p2', {}), hit('p1', {})]) : lists;
      };
      const leg = list({ accountSearch }, { index: 'lists', keys: ['all'], read, matching: false });
      for (let time = 0; time < 2; time += 1) {
        const found = await leg.run(typedQuery('x'), aContext({ window: 10, search }));
        expect(found.map(({ id, legs: [rank] }) => [id, rank])).toEqual([
          ['p1', { leg: 'list', rank: 1, score: 2 }],
          ['p2', { leg: 'list', rank: 2, score: 1 }],
        ]);
      }
      expect([asAccount, asCaller]).toEqual(expected);
    }
  });

  test('that the engine refuses is a fault of the stage, and says nothing of the list', async () => {
    const search = async () => ({ status: 403, headers: [], body: Buffer.from('{}') });
    const leg = list({ accountSearch: search }, { index: 'lists', keys: ['all'] });
    await expect(leg.run(typedQuery('x'), aContext({ window: 10, search }))).rejects.toThrow(
      'the engine answered leg list with 403, asked for lists',
    );
  });

  test.each([
    [{ keys: ['all'] }, '"index" must be given'],
    [{ index: 'lists' }, '"keys" must be 1 to 8'],
    [{ index: 'lists', keys: ['all'], read: 'me' }, '"read" must be one of caller, account'],
    [{ index: 'lists', keys: ['all'], boost: 2 }, 'no option "boost"'],
  ])('says at start what is wrong with its options: %j', (options, message) => {
    expect(() => list({ accountSearch: async () => answered([]) }, options)).toThrow(message);
  });
});

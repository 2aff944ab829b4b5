import { describe, expect, test } from '@jest/globals';
import { typedQuery } from '../../../../src/domain/query.ts';
import type { Query } from '../../../../src/domain/query.ts';
import type { StageContext } from '../../../../src/pipeline/stage.ts';
import { trainIntentModel } from '../../../../src/stages/understand/intent/train-intent.ts';
import { intent } from '../../../../src/stages/understand/intent.ts';
import { aContext } from '../../pipeline/fixtures.ts';

const phones = ['手机', '手机壳', '手机充电器', '苹果手机', 'phone case', 'iphone', 'phone charger'];
const shoes = ['鞋', '运动鞋', '女鞋', '皮鞋', 'running shoes', 'shoe', 'shoes for men'];
const examples = Array.from({ length: 10 }, (_, at) => [
  ...phones.map((text) => ({ text: `${text} ${at}`, intent: 'Phones' })),
  ...shoes.map((text) => ({ text: `${text} ${at}`, intent: 'Shoes' })),
]).flat();
const model = trainIntentModel(examples);
const modelOf = () => model;

const described = (fields: Readonly<Record<string, string>>) => ({
  name: 'products',
  kind: 'index' as const,
  meta: {},
  fields: new Map(
    Object.entries(fields).map(([name, type]) => [name, { type, analyzer: null, hanCut: null }]),
  ),
});
const CATEGORY = described({ category: 'keyword' });

interface Ran {
  readonly query: Query;
  readonly notes: readonly unknown[];
  readonly asked: readonly Query[];
}

async function run(
  text: string,
  options: Readonly<Record<string, unknown>>,
  { index = CATEGORY, hits = null as number | null } = {},
): Promise<Ran> {
  const notes: unknown[] = [];
  const asked: Query[] = [];
  const ctx: StageContext = {
    ...aContext({ index }),
    hits: async (query) => {
      asked.push(query);
      return hits;
    },
    note: (value) => notes.push(value),
  };
  const query = await intent({ modelOf }, { model: 'shop', ...options }).run(typedQuery(text), ctx);
  return { query, notes, asked };
}

const rawsOf = (list: readonly { readonly clause: { readonly raw: string | null } }[]): readonly unknown[] =>
  list.map(({ clause }) => JSON.parse(clause.raw ?? 'null'));

describe('intent', () => {
  test('moves documents of the predicted category up, and tells the app', async () => {
    const { query, notes, asked } = await run('苹果手机壳', { field: 'category' });
    expect(query.boosts).toMatchObject([{ by: 'up', factor: 2, origin: 'intent' }]);
    expect(rawsOf(query.boosts)).toEqual([{ term: { category: 'Phones' } }]);
    expect(query.filters).toEqual([]);
    expect(query.instructions.decorations).toEqual([{ key: 'intent', value: 'Phones', origin: 'intent' }]);
    expect(notes).toMatchObject([{ intent: 'Phones', abstains: false }]);
    expect(asked).toEqual([]);
  });

  test('finds nothing else where the model is precise enough and enough is left', async () => {
    const { query, asked } = await run('running shoes', { field: 'category', hardAbove: 0.9 }, { hits: 10 });
    expect(rawsOf(query.filters)).toEqual([{ term: { category: 'Shoes' } }]);
    expect(query.boosts).toEqual([]);
    expect(rawsOf(asked[0]!.filters)).toEqual([{ term: { category: 'Shoes' } }]);
  });

  test.each([
    ['too few are left', 9],
    ['nobody could count', null],
  ])('falls back to the boost when %s', async (_, hits) => {
    const { query, notes } = await run('running shoes', { field: 'category', hardAbove: 0.9 }, { hits });
    expect(query.filters).toEqual([]);
    expect(rawsOf(query.boosts)).toEqual([{ term: { category: 'Shoes' } }]);
    expect(notes).toContainEqual({ filterLeaves: hits, needed: 10 });
  });

  test('never filters by default', async () => {
    const { query, asked } = await run('running shoes', { field: 'category' }, { hits: 1000 });
    expect([query.filters, asked]).toEqual([[], []]);
  });

  test.each([
    ['nothing it knows', '🎧'],
    ['nothing', ''],
    ['words of both', '鞋 手机'],
  ])('leaves a query of %s as it is', async (_, text) => {
    const { query, notes } = await run(text, { field: 'category', precision: 0.9 });
    expect(query).toEqual(typedQuery(text));
    expect(notes).toMatchObject([{ abstains: true }]);
  });

  test.each([
    [{ category: 'text', 'category.keyword': 'keyword' }, { term: { 'category.keyword': 'Shoes' } }],
    [{ category: 'text' }, { match_phrase: { category: 'Shoes' } }],
  ])('asks the field as it is mapped: %j', async (fields, clause) => {
    const { query } = await run('running shoes', { field: 'category' }, { index: described(fields) });
    expect(rawsOf(query.boosts)).toEqual([clause]);
  });

  test('only tells where there is no such field', async () => {
    for (const options of [{}, { field: 'price' }, { field: 'none' }]) {
      const index = described({ price: 'integer' });
      const { query } = await run('running shoes', options, { index });
      expect([query.boosts, query.filters]).toEqual([[], []]);
      expect(query.instructions.decorations).toHaveLength(1);
    }
    const silent = await run('running shoes', { field: 'category', tell: false, boost: 0 });
    const { intent: told } = silent.query;
    expect(told).toMatchObject({ name: 'Shoes', probability: expect.any(Number) });
    expect(silent.query).toEqual({ ...typedQuery('running shoes'), intent: told });
  });

  test('says at start what is wrong with its options', () => {
    expect(() => intent({ modelOf })).toThrow('stage intent: "model" is missing');
    expect(() => intent({ modelOf }, { model: 'a', hardAbove: 2 })).toThrow('"hardAbove" must be a number');
    expect(() => intent({ modelOf }, { model: 'a', boots: 2 })).toThrow('no option "boots"');
  });
});

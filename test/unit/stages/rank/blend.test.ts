import { describe, expect, test } from '@jest/globals';
import { NO_INSTRUCTIONS, typedQuery } from '../../../../src/domain/query.ts';
import { blend } from '../../../../src/stages/rank/blend.ts';
import { BlendModel } from '../../../../src/stages/rank/blend/blend-model.ts';
import { aContext, aSearch } from '../../pipeline/fixtures.ts';
import { ids, someCandidates } from './fixtures.ts';

const CANDIDATES = someCandidates({
  a: { popularity: 1 },
  b: { popularity: 1000 },
  c: {},
  d: { popularity: 10 },
});
const QUERY = typedQuery('red shoes');
const dependencies = {
  modelOf: (): BlendModel => {
    throw new Error('no file is read here');
  },
  now: () => 0,
};
const stageOf = (options: Readonly<Record<string, unknown>>) => blend(dependencies, options);

describe('the blend', () => {
  test('orders by its weights, within the scores that candidates came with', async () => {
    const found = await stageOf({ weights: { 'log(popularity)': 1 } }).run(CANDIDATES, QUERY, aContext());
    expect(ids(found)).toEqual(['b', 'd', 'a', 'c']);
    expect(found[0]!.score).toBe(40);
    expect(found.at(-1)!.score).toBe(10);
    expect(found.every(({ score }, at) => at === 0 || score! <= found[at - 1]!.score!)).toBe(true);
  });

  test('tells of each document what each feature added', async () => {
    const found = await stageOf({ weights: { score: 1, 'log(popularity)': 0.5 } }).run(
      CANDIDATES,
      QUERY,
      aContext(),
    );
    const b = found.find(({ id }) => id === 'b')!;
    expect(b.notes.at(-1)).toEqual({
      stage: 'blend',
      before: 2,
      value: expect.closeTo(2 / 3 + 0.5 * Math.log(1001), 9),
      features: [
        { feature: 'score', value: expect.closeTo(2 / 3, 9), adds: expect.closeTo(2 / 3, 9) },
        { feature: 'log(popularity)', value: Math.log(1001), adds: 0.5 * Math.log(1001) },
      ],
    });
  });

  test('equal values keep their order, and what lies deeper its place and score', async () => {
    const same = await stageOf({ weights: { words: 1 } }).run(CANDIDATES, QUERY, aContext());
    expect(ids(same)).toEqual(['a', 'b', 'c', 'd']);
    const found = await stageOf({ weights: { 'log(popularity)': 1 }, depth: 2 }).run(
      CANDIDATES,
      QUERY,
      aContext(),
    );
    expect(found.map(({ id, score }) => [id, score])).toEqual([
      ['b', 40],
      ['a', 30],
      ['c', 20],
      ['d', 10],
    ]);
  });

  test('asks for the fields that it reads, and stays out where a rule keeps models out', () => {
    const stage = stageOf({ weights: { 'coverage(title, brand)': 1, 'log(popularity)': 1 } });
    expect(stage.reads?.(undefined)).toEqual(['title', 'brand', 'popularity']);
    expect(stage.applies?.(QUERY, aSearch(), [])).toBe(true);
    expect(
      stage.applies?.({ ...QUERY, instructions: { ...NO_INSTRUCTIONS, rerank: false } }, aSearch(), []),
    ).toBe(false);
  });

  test.each([
    ['neither a model nor weights', {}, /give "model" or "weights"/],
    ['both', { model: 'm.json', weights: { score: 1 } }, /one of the two/],
    ['a weight that is no number', { weights: { score: 'much' } }, /expressions with finite numbers/],
    ['an unknown feature', { weights: { magic: 1 } }, /there is no "magic"/],
    ['an unknown option', { weights: { score: 1 }, weight: 1 }, /no option "weight"/],
  ])('refuses %s', (_, options, message) => {
    expect(() => stageOf(options)).toThrow(message);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Candidate } from '../../../../../src/domain/candidate.ts';
import { typedQuery } from '../../../../../src/domain/query.ts';
import { featureOf, rowsOf } from '../../../../../src/stages/rank/blend/features.ts';
import { someCandidates } from '../fixtures.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function valuesOf(
  expression: string,
  candidates: readonly Candidate[],
  typed = 'red shoes',
): readonly number[] {
  return featureOf(expression).of({ candidates, query: typedQuery(typed), now: NOW });
}

const ofFields = (expression: string, typed: string, ...fields: Readonly<Record<string, unknown>>[]) =>
  valuesOf(expression, someCandidates(Object.fromEntries(fields.map((one, at) => [`d${at}`, one]))), typed);

describe('features of candidates', () => {
  test('what legs, models and the order say', () => {
    const [a, b, c] = someCandidates({ a: {}, b: {}, c: {} });
    const candidates: readonly Candidate[] = [
      { ...a!, notes: [{ stage: 'rerank', scores: { 'ce-xs@1': 1, 'ce-s@1': -2.5 } }] },
      { ...b!, legs: [...b!.legs, { leg: 'knn', rank: 4, score: 0.5 }] },
      { ...c!, score: null, legs: [{ leg: 'knn', rank: 1, score: 0.9 }] },
    ];
    expect(valuesOf('score', candidates)).toEqual([1, 0, NaN]);
    expect(valuesOf('place', candidates)).toEqual([1, 1 / 2, 1 / 3]);
    expect(valuesOf('leg(lexical)', candidates)).toEqual([1, 0, 0]);
    expect(valuesOf('leg(knn)', candidates)).toEqual([0, 0, 1]);
    expect(valuesOf('legrank(knn)', candidates)).toEqual([0, 1 / 4, 1]);
    expect(valuesOf('legscore(knn)', candidates)).toEqual([NaN, 0.5, 0.9]);
    expect(valuesOf('rerank', candidates)).toEqual([-2.5, NaN, NaN]);
  });

  test.each([
    ['coverage(title)', 'red shoes', { title: 'Shoe, blue' }, 1 / 2],
    ['coverage(title)', 'red shoes', { title: 'hatred' }, 0],
    ['coverage(title, tags)', 'red shoes', { title: 'shoes', tags: ['red', 'new'] }, 1],
    ['coverage(title)', 'red shoes', {}, NaN],
    ['coverage(title)', 'glass', { title: 'glas' }, 0],
    ['coverage(title)', '红色', { title: '大红色的鞋' }, 1],
    ['phrase(title)', 'Red shoes', { title: 'my red SHOES' }, 1],
    ['exact(title)', 'red shoes', { title: 'Red Shoes ' }, 1],
    ['exact(title)', 'red shoes', { title: 'red shoes 2' }, 0],
    ['pieces(title)', '运动鞋', { title: '运动的鞋' }, 1 / 2],
    ['characters(title)', '运动 鞋', { title: '运动的女鞋' }, 1],
    ['triples(title)', '运动鞋子', { title: '新运动鞋' }, 1 / 2],
    ['start(title)', '运动鞋', { title: `${'新'.repeat(18)}运动鞋` }, 1 / 2],
    ['often(title)', '运动鞋', { title: '运动鞋的运动' }, 3 / 2],
    ['focus(title)', '运动', { title: '运动鞋' }, 1 / 2],
    ['stretch(title)', '红运动鞋', { title: '运动鞋红' }, 3 / 4],
    ['order(title)', '红运动鞋', { title: '红的运动女鞋' }, 1],
    ['order(title)', '红运动鞋', { title: '鞋动运红' }, 1 / 4],
    ['querylength', '红鞋', { title: 'x' }, Math.log(3)],
    ['length(title)', 'x', { title: 'abc' }, Math.log(4)],
    ['number(price)', 'x', { price: '12.5' }, 12.5],
    ['number(price)', 'x', { price: 'cheap' }, NaN],
    ['log(popularity)', 'x', { popularity: 99 }, Math.log(100)],
    ['log(popularity)', 'x', { popularity: -2 }, NaN],
    ['freshness(at, 10)', 'x', { at: '2025-12-22T00:00:00Z' }, 1 / 2],
    ['freshness(at, 10)', 'x', { at: '2027-01-01' }, 1],
    ['freshness(at, 10)', 'x', { at: 'soon' }, NaN],
  ])('%s for %s', (expression, typed, fields, expected) => {
    expect(ofFields(expression, typed, fields)).toEqual([
      Number.isNaN(expected) ? NaN : expect.closeTo(expected, 12),
    ]);
  });

  test('makes a row a candidate', () => {
    const candidates = someCandidates({ a: { title: 'red' }, b: { title: 'red shoes' } });
    const features = [featureOf('score'), featureOf('coverage(title)')];
    const rows = rowsOf(features, { candidates, query: typedQuery('red shoes'), now: NOW });
    expect(rows.map((row) => [...row])).toEqual([
      [1, 0.5],
      [0, 1],
    ]);
  });

  test.each([
    ['relevance', /there is no "relevance"; known are score,/],
    ['coverage', /not the arguments of coverage/],
    ['score(title)', /not the arguments of score/],
    ['freshness(at, 0)', /not the arguments of freshness/],
    ['coverage(title', /write a name/],
    ['coverage(title,)', /write a name/],
  ])('refuses %s', (expression, message) => {
    expect(() => featureOf(expression)).toThrow(message);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dcg,
  hasRelevant,
  ndcg,
  precision,
  recall,
  reciprocalRank,
} from '../../../src/evaluation/metrics.ts';

// The ranked list of the worked example that texts on nDCG share: grades 3 2 3 0 1 2.
const ids = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];
const grades = new Map(ids.map((id, at) => [id, [3, 2, 3, 0, 1, 2][at] ?? 0]));

describe('nDCG', () => {
  test('of the shared worked example, by hand: 7/1 + 3/log2(3) + 7/2 + 0 + 1/log2(6) + 3/log2(7)', () => {
    expect(dcg([3, 2, 3, 0, 1, 2], 6)).toBeCloseTo(13.848263629272981, 12);
    expect(dcg([3, 3, 2, 2, 1, 0], 6)).toBeCloseTo(14.595390756454922, 12);
    expect(ndcg(ids, grades, 6)).toBeCloseTo(0.9488107485678985, 12);
  });

  test('takes the ideal order from all judged documents, also those that were not found', () => {
    expect(ndcg(['d2'], grades, 1)).toBeCloseTo(3 / 7, 12);
    expect(ndcg([], grades, 10)).toBe(0);
    expect(ndcg(['x', 'd1'], new Map([['d1', 1]]), 10)).toBeCloseTo(1 / Math.log2(3), 12);
  });

  test('is 0 where nothing is relevant, so that such queries are told by hasRelevant', () => {
    expect(ndcg(['d1'], new Map([['d1', 0]]), 10)).toBe(0);
    expect(hasRelevant(new Map([['d1', 0]]))).toBe(false);
    expect(
      hasRelevant(
        new Map([
          ['d1', 0],
          ['d2', 1],
        ]),
      ),
    ).toBe(true);
  });

  test('lies in 0..1, is 1 for the ideal order, and never falls when a better document moves up', () => {
    const judged = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.nat(3)), {
      selector: ([id]) => id,
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(judged, fc.nat(10), (list, at) => {
        const map = new Map(list);
        const order = list.map(([id]) => id);
        const value = ndcg(order, map, 10);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        const ideal = [...list].sort((a, b) => b[1] - a[1]).map(([id]) => id);
        if (hasRelevant(map)) expect(ndcg(ideal, map, 10)).toBeCloseTo(1, 12);
        const i = at % (order.length - 1);
        const [upper, lower] = [order[i] ?? '', order[i + 1] ?? ''];
        if ((map.get(lower) ?? 0) > (map.get(upper) ?? 0)) {
          expect(ndcg(order.with(i, lower).with(i + 1, upper), map, 10)).toBeGreaterThanOrEqual(value);
        }
      }),
    );
  });
});

describe('MRR, recall, precision', () => {
  test('mean reciprocal rank of ranks 3, 2 and 1 is 11/18', () => {
    const relevant = new Map([['right', 1]]);
    const values = [['a', 'b', 'right'], ['a', 'right', 'b'], ['right']].map((ranking) =>
      reciprocalRank(ranking, relevant, 10),
    );
    expect(values.reduce((a, b) => a + b) / 3).toBeCloseTo(11 / 18, 12);
  });

  test('a relevant document below the cut does not count', () => {
    expect(reciprocalRank(['a', 'b', 'c'], new Map([['c', 2]]), 2)).toBe(0);
    expect(recall(['a', 'b', 'c'], new Map([['c', 2]]), 2)).toBe(0);
  });

  test('recall is over all relevant documents, precision over all places', () => {
    const judged = new Map([
      ['a', 1],
      ['b', 3],
      ['c', 2],
      ['d', 1],
      ['n', 0],
    ]);
    expect(recall(['a', 'n', 'x', 'b'], judged, 100)).toBe(0.5);
    expect(recall([], new Map(), 100)).toBe(0);
    expect(precision(['a', 'n', 'x', 'b'], judged, 4)).toBe(0.5);
    expect(precision(['a'], judged, 10)).toBe(0.1);
  });
});

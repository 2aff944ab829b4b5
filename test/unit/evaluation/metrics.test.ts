import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  averagePrecision,
  dcg,
  expectedReciprocalRank,
  hasRelevant,
  judgedOnly,
  ndcg,
  precision,
  recall,
  reciprocalRank,
  unjudged,
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

describe('MAP', () => {
  /** A ranking of ten with relevant documents at these ranks, and so many relevant ones in all. */
  const rankingOf = (ranks: readonly number[], relevant = ranks.length) => {
    const ids = Array.from({ length: 10 }, (_, at) => `d${at + 1}`);
    const missed = Array.from({ length: relevant - ranks.length }, (_, at) => `m${at}`);
    return { ids, judged: new Map([...ranks.map((rank) => `d${rank}`), ...missed].map((id) => [id, 1])) };
  };

  // Croft, Metzler and Strohman, Search Engines (2010), figures 8.2 and 8.3: sums of terms printed with two decimals.
  test.each([
    [[1, 3, 4, 5, 6, 10], 0.78],
    [[2, 5, 6, 7, 9, 10], 0.52],
    [[1, 3, 6, 9, 10], 0.62],
    [[2, 5, 7], 0.44],
  ])('of the textbook’s ranking %j is %d', (ranks, expected) => {
    const { ids: ranking, judged } = rankingOf(ranks);
    expect(Math.abs(averagePrecision(ranking, judged, 10) - expected)).toBeLessThan(0.006);
  });

  test('counts relevant documents that were not found, or lie below the cut, as misses', () => {
    const { ids: ranking, judged } = rankingOf([1, 2], 4);
    expect(averagePrecision(ranking, judged, 10)).toBeCloseTo(0.5, 12);
    expect(averagePrecision(ranking, judged, 1)).toBeCloseTo(0.25, 12);
    expect(averagePrecision(ranking, new Map([['d1', 0]]), 10)).toBe(0);
  });
});

describe('ERR', () => {
  // The worked example in the tests of Elasticsearch's ranking evaluation, after Chapelle et al. (2009).
  const judged = new Map([3, 2, 0, 1].map((grade, at) => [`d${at}`, grade]));
  const ranking = ['d0', 'd1', 'd2', 'd3'];

  test('of grades 3 2 0 1 on a scale up to 3 is 0.8984375, and 0.00244140625 more with the fourth', () => {
    expect(expectedReciprocalRank(ranking, judged, { k: 3, maxGrade: 3 })).toBeCloseTo(0.8984375, 14);
    expect(expectedReciprocalRank(ranking, judged, { k: 4, maxGrade: 3 })).toBeCloseTo(
      0.8984375 + 0.00244140625,
      14,
    );
  });

  test('what nobody judged stops nobody', () => {
    const some = new Map([...judged].filter(([id]) => id !== 'd1'));
    expect(expectedReciprocalRank(ranking, some, { k: 4, maxGrade: 3 })).toBeCloseTo(0.875 + 0.00390625, 14);
  });
});

test('unjudged documents are counted, and can be left out before ranks are', () => {
  const judged = new Map([
    ['a', 1],
    ['b', 0],
  ]);
  expect(judgedOnly(['x', 'b', 'y', 'a'], judged)).toEqual(['b', 'a']);
  expect(unjudged(['x', 'b', 'y', 'a'], judged, 3)).toBeCloseTo(2 / 3, 12);
  expect(unjudged([], judged, 10)).toBe(0);
});

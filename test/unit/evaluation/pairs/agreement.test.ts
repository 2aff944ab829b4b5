import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { auc, spearman } from '../../../../src/evaluation/pairs/agreement.ts';

describe('Spearman’s correlation', () => {
  test('of intelligence and hours of television, the worked example of Wikipedia, is −29/165', () => {
    const intelligence = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(spearman(intelligence, hours).value).toBeCloseTo(-29 / 165, 12);
  });

  test('gives equal values the mean of their ranks', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: scipy.stats.spearmanr gives 0.9486832980505138.
    expect(spearman([1, 2, 2, 4], [1, 2, 3, 4]).value).toBeCloseTo(0.9486832980505138, 12);
    expect(spearman([1, 1, 1], [1, 2, 3]).value).toBe(0);
  });

  test('sees only the order: any growing function of the scores gives the same', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.nat(2)), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, (rows) => {
        const [scores, labels] = [rows.map(([score]) => score), rows.map(([, label]) => label)];
        const grown = scores.map((score) => Math.exp(score / 10) - 5);
        expect(spearman(grown, labels).value).toBeCloseTo(spearman(scores, labels).value, 12);
      }),
      { numRuns: 30 },
    );
  });

  test('comes with an interval around it', () => {
    const scores = Array.from({ length: 200 }, (_, at) => at + ((at * 37) % 100));
    const { value, interval } = spearman(
      scores,
      scores.map((_, at) => at),
    );
    expect(interval.low).toBeLessThan(value);
    expect(interval.high).toBeGreaterThan(value);
    expect(interval.high - interval.low).toBeLessThan(0.2);
  });
});

describe('the area under the ROC curve', () => {
  test('of the example in scikit-learn’s manual is 0.75', () => {
    const labels = [0, 0, 1, 1];
    expect(auc([0.1, 0.4, 0.35, 0.8], (at) => labels[at] === 1).value).toBe(0.75);
  });

  test('counts equal scores half, and is 0.5 where there is nothing to tell apart', () => {
    expect(auc([1, 1], (at) => at === 1).value).toBe(0.5);
    expect(auc([1, 2], () => true).value).toBe(0.5);
    expect(auc([2, 1, 1], (at) => at === 0).value).toBe(1);
  });
});

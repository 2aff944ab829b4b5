import { describe, expect, test } from '@jest/globals';
import { bootstrap } from '../../../src/evaluation/bootstrap.ts';
import type { Classified } from '../../../src/evaluation/classification.ts';
import { classificationReport } from '../../../src/evaluation/classification.ts';

const row = (expected: string, predicted: string | undefined, probability: number): Classified => ({
  expected,
  predicted,
  probability,
});

describe('classificationReport', () => {
  const report = classificationReport([
    row('a', 'a', 0.9),
    row('a', 'a', 0.9),
    row('a', 'b', 0.9),
    row('b', 'b', 0.5),
    row('b', undefined, 0),
  ]);

  test('counts what is right; who says nothing is not', () => {
    expect(report.accuracy).toMatchObject({ count: 3, total: 5, share: 0.6 });
  });

  test('gives precision, recall and F1 a class, the most frequent first', () => {
    expect(report.classes).toEqual([
      { name: 'a', total: 3, precision: 1, recall: 2 / 3, f1: 0.8 },
      { name: 'b', total: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
    ]);
    expect(report.macroF1.value).toBeCloseTo(0.65, 12);
  });

  test('compares probabilities with shares bin by bin', () => {
    // 0.9: three texts, 2.7 expected, 2 right; 0.5: one, 0.5 and 1; 0: one, 0 and 0.
    expect(report.ece.value).toBeCloseTo((0.7 + 0.5 + 0) / 5, 12);
    expect(report.ece.interval.low).toBeLessThan(report.ece.value);
    expect(report.ece.interval.high).toBeGreaterThan(report.ece.value);
  });

  test('is nothing for nothing', () => {
    expect(classificationReport([])).toMatchObject({
      accuracy: { total: 0 },
      macroF1: { value: 0 },
      classes: [],
    });
  });

  test('takes a probability of 1', () => {
    expect(classificationReport([row('a', 'a', 1)]).ece.value).toBe(0);
  });
});

describe('bootstrap', () => {
  test('holds the mean of a coin as often as the normal distribution says', () => {
    const coins = Array.from({ length: 400 }, (_, at) => at % 2);
    const mean = (sample: Uint32Array): number =>
      sample.reduce((sum, at) => sum + coins[at]!, 0) / sample.length;
    const { low, high } = bootstrap(coins.length, mean);
    expect(low).toBeCloseTo(0.451, 2);
    expect(high).toBeCloseTo(0.549, 2);
  });
});

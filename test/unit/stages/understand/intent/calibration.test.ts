import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fitTemperature,
  precisionSteps,
  probabilitiesOf,
} from '../../../../../src/stages/understand/intent/calibration.ts';

describe('probabilitiesOf', () => {
  test('sums to 1 and keeps the order, however large the scores', () => {
    const scores = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(scores, fc.double({ min: 0.01, max: 10, noNaN: true }), (list, temperature) => {
        const probabilities = probabilitiesOf(Float64Array.from(list), temperature);
        expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
        const best = list.indexOf(Math.max(...list));
        expect(probabilities[best]).toBe(Math.max(...probabilities));
      }),
    );
  });
});

describe('fitTemperature', () => {
  /** Of a hundred texts with scores (1, 0), so many have the first label. */
  const heldOut = (right: number) =>
    Array.from({ length: 100 }, (_, at) => ({ scores: Float64Array.of(1, 0), label: at < right ? 0 : 1 }));

  test.each([60, 75, 90, 98])('gives %d of 100 about its probability', (right) => {
    const temperature = fitTemperature(heldOut(right));
    expect(probabilitiesOf(Float64Array.of(1, 0), temperature)[0]).toBeCloseTo(right / 100, 1);
  });

  test('is not certain where all are right', () => {
    const temperature = fitTemperature(heldOut(100));
    expect(probabilitiesOf(Float64Array.of(1, 0), temperature)[0]).toBeCloseTo(1 - 1 / 102, 4);
  });
});

describe('precisionSteps', () => {
  test('rise in probability, and say what is certain', () => {
    const outcomes = Array.from({ length: 1000 }, (_, at) => ({
      probability: at / 1000,
      isRight: at >= 500 || at % 2 === 0,
    }));
    const steps = precisionSteps(outcomes);
    expect(steps.length).toBeGreaterThanOrEqual(100);
    expect(steps.map(({ probability }) => probability)).toEqual(
      steps.map(({ probability }) => probability).toSorted((a, b) => a - b),
    );
    // 750 of 1,000 over all; from 0.5 on all of 500 are right.
    expect(steps[0]!.precision).toBeCloseTo(0.722, 2);
    expect(steps.find(({ probability }) => probability >= 0.5)!.precision).toBeCloseTo(0.992, 2);
  });

  test('are none without outcomes', () => {
    expect(precisionSteps([])).toEqual([]);
  });
});

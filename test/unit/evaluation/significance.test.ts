import { describe, expect, test } from '@jest/globals';
import { compare, mostMoved } from '../../../src/evaluation/comparison.ts';
import { bootstrapInterval, randomisationTest } from '../../../src/evaluation/significance.ts';

// Darwin's maize: differences in height of 15 pairs, eighths of an inch. Fisher (The Design of Experiments,
// 1935, section 21) counted all 32,768 swaps: 1,726 are as large, p = 0.0527.
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('paired randomisation test', () => {
  test("comes near Fisher's exact 0.0527 for Darwin's maize", () => {
    const exact = 1726 / 32768;
    const p = randomisationTest(maize, { rounds: 10_000 });
    // Four standard errors of 10,000 tosses.
    expect(Math.abs(p - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 10_000));
  });

  test('five wins of five: 2 of 32 swaps are as large', () => {
    expect(randomisationTest([0.1, 0.1, 0.1, 0.1, 0.1], { rounds: 20_000 })).toBeCloseTo(2 / 32, 2);
  });

  test('is 1 where nothing differs, the same for a seed, and unmoved by ties', () => {
    expect(randomisationTest([0, 0, 0])).toBe(1);
    expect(randomisationTest([])).toBe(1);
    expect(randomisationTest(maize, { seed: 7 })).toBe(randomisationTest(maize, { seed: 7 }));
    expect(randomisationTest([...maize, 0, 0, 0], { seed: 7 })).toBe(randomisationTest(maize, { seed: 7 }));
  });

  test('holds its level when there is no effect', () => {
    let state = 1;
    const noise = (): number => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647 - 0.5;
    };
    const rejected = Array.from({ length: 400 }, () =>
      randomisationTest(Array.from({ length: 25 }, noise), { rounds: 400 }),
    ).filter((p) => p <= 0.05).length;
    expect(rejected / 400).toBeGreaterThan(0.02);
    expect(rejected / 400).toBeLessThan(0.085);
  });
});

describe('bootstrap interval', () => {
  test('is about the mean ± 1.96 standard errors for many values', () => {
    const values = Array.from({ length: 1000 }, (_, at) => (at % 10) / 10);
    const { low, high } = bootstrapInterval(values, { rounds: 4000 });
    const error = Math.sqrt(0.0825 / 1000);
    expect(low).toBeCloseTo(0.45 - 1.96 * error, 2);
    expect(high).toBeCloseTo(0.45 + 1.96 * error, 2);
  });

  test('has no width for equal values and is 0 for none', () => {
    expect(bootstrapInterval([0.5, 0.5, 0.5])).toEqual({ low: 0.5, high: 0.5 });
    expect(bootstrapInterval([])).toEqual({ low: 0, high: 0 });
  });
});

describe('comparison', () => {
  const pairs = [
    { queryId: 'a', off: 0.5, on: 1 },
    { queryId: 'b', off: 0.3, on: 0.1 + 0.2 },
    { queryId: 'c', off: 1, on: 0.75 },
    { queryId: 'd', off: 0, on: 0.25 },
  ];

  test('counts wins, losses and ties; the last bit of a float is a tie', () => {
    const result = compare(pairs);
    expect(result).toMatchObject({ wins: 2, losses: 1, ties: 1 });
    expect(result.difference).toBeCloseTo(0.125, 12);
    expect(result.on - result.off).toBeCloseTo(result.difference, 12);
    expect(result.interval.low).toBeLessThan(0.125);
    expect(result.interval.high).toBeGreaterThan(0.125);
  });

  test('lists the most moved first, equal moves by id', () => {
    expect(mostMoved(pairs, 2).map(({ queryId }) => queryId)).toEqual(['a', 'c']);
    expect(mostMoved(pairs, 10).map(({ queryId }) => queryId)).toEqual(['a', 'c', 'd']);
  });

  test('of no query is all zero', () => {
    expect(compare([])).toMatchObject({ off: 0, on: 0, difference: 0, p: 1, wins: 0, losses: 0, ties: 0 });
  });
});

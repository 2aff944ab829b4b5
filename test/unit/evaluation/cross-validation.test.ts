import { describe, expect, test } from '@jest/globals';
import { mean } from '../../../src/evaluation/comparison.ts';
import { crossValidate, foldsOf, queryKey, shuffled } from '../../../src/evaluation/cross-validation.ts';
import { randomIntegers } from '../../../src/evaluation/random.ts';

interface Point {
  readonly x: number;
  readonly y: number;
  readonly key: string;
}

/** `y` is `slope` times `x` and a lot of chance. */
function points(count: number, slope: number): readonly Point[] {
  const next = randomIntegers(3);
  const chance = (): number => next() / 2 ** 31 - 1;
  return Array.from({ length: count }, (_, at) => {
    const x = chance();
    return { x, y: slope * x + chance(), key: String(at) };
  });
}

/** Learns a slope, or keeps to 0. */
const LEARNER = {
  settings: ['none', 'free'],
  fit: (items: readonly Point[]) => (setting: string) =>
    setting === 'none' ? 0 : mean(items.map(({ x, y }) => x * y)) / mean(items.map(({ x }) => x * x)),
  value: (slope: number, { x, y }: Point): number => -((y - slope * x) ** 2),
};
const FOLDING = { keyOf: ({ key }: Point) => key, folds: 5, seed: 1 };

describe('nested cross-validation', () => {
  test('learns what is there', () => {
    const items = points(200, 2);
    const { held, folds, setting, fitted } = crossValidate(items, LEARNER, FOLDING);
    expect(setting).toBe('free');
    expect(folds.map((fold) => fold.setting)).toEqual(Array(5).fill('free'));
    expect(folds.flatMap((fold) => fold.items).toSorted((a, b) => a - b)).toEqual(items.map((_, at) => at));
    expect(fitted).toBeCloseTo(2, 0);
    expect(mean(held)).toBeGreaterThan(mean(items.map((item) => LEARNER.value(0, item))) + 0.5);
  });

  test('learns nothing from noise', () => {
    const items = points(200, 0);
    const { held, setting } = crossValidate(items, LEARNER, FOLDING);
    expect(setting).toBe('none');
    expect(mean(held)).toBeCloseTo(mean(items.map((item) => LEARNER.value(0, item))), 2);
  });

  test('measures an item by what was learnt without it, and without what has its key', () => {
    const items = points(30, 1).map((point, at) => ({ ...point, key: String(at % 10) }));
    const seen: Point[][] = [];
    crossValidate(
      items,
      {
        settings: ['only'],
        fit(given: readonly Point[]) {
          seen.push([...given]);
          return () => given;
        },
        value: (given, item) => {
          expect(given.some(({ key }) => key === item.key)).toBe(false);
          return 0;
        },
      },
      FOLDING,
    );
    expect(seen).toHaveLength(6);
  });

  test('deals out every item once', () => {
    const items = points(23, 1);
    const folds = foldsOf(items, FOLDING);
    expect(folds.flat().toSorted((a, b) => a - b)).toEqual(items.map((_, at) => at));
    expect(folds.map(({ length }) => length)).toEqual([5, 5, 5, 4, 4]);
    expect(foldsOf(items.slice(0, 2), FOLDING)).toHaveLength(2);
    expect(foldsOf(items, { ...FOLDING, seed: 2 })).not.toEqual(folds);
  });

  test('an order by lot is the same for the same seed', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(shuffled(values, 1)).toEqual(shuffled(values, 1));
    expect(shuffled(values, 1)).not.toEqual(shuffled(values, 2));
    expect(shuffled(values, 1).toSorted((a, b) => a - b)).toEqual(values);
  });

  test('queries with the same words are one', () => {
    expect(queryKey('Red  SHOES, red')).toBe(queryKey('shoes red'));
    expect(queryKey('!!')).toBe('!!');
  });
});

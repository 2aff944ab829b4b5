import { describe, expect, test } from '@jest/globals';
import { mean } from '../../../../src/evaluation/comparison.ts';
import { crossValidate } from '../../../../src/evaluation/cross-validation.ts';
import { randomIntegers } from '../../../../src/evaluation/random.ts';
import {
  type Parameter,
  type Point,
  searchGrid,
  startOf,
} from '../../../../src/evaluation/tuning/grid-search.ts';

const GRID = [0, 0.2, 0.4, 0.6, 0.8, 1];
const PARAMETERS: readonly Parameter[] = [
  { name: 'a', values: GRID, start: 0 },
  { name: 'b', values: GRID, start: 1 },
  { name: 'c', values: GRID, start: 0.4 },
];
const FREE = { restraint: 0, seed: 1 };

describe('coordinate search on a grid', () => {
  test('finds a known optimum, also where parameters hang together', () => {
    const bowl = ({ a, b, c }: Point): number =>
      -((a! - 0.8) ** 2) - (b! - 0.2) ** 2 - (c! - 0.6) ** 2 - 0.5 * (a! - 0.8) * (b! - 0.2);
    expect(searchGrid(PARAMETERS, bowl, FREE)).toEqual({ a: 0.8, b: 0.2, c: 0.6 });
  });

  test('stays where nothing is gained, or where too little is', () => {
    expect(searchGrid(PARAMETERS, () => 1, FREE)).toEqual(startOf(PARAMETERS));
    const slope = ({ a }: Point): number => 0.05 * a!;
    expect(searchGrid(PARAMETERS, slope, { ...FREE, restraint: 0.04 })['a']).toBe(1);
    expect(searchGrid(PARAMETERS, slope, { ...FREE, restraint: 0.06 })['a']).toBe(0);
  });

  test('held as hard as can be it asks nothing', () => {
    const objective = (): number => {
      throw new Error('asked');
    };
    expect(searchGrid(PARAMETERS, objective, { ...FREE, restraint: Infinity })).toEqual(startOf(PARAMETERS));
  });
});

describe('tuning on noise', () => {
  /** What a query gains by each value of a parameter: chance alone, but for `a`, where told so. */
  function queries(count: number, gain: number): readonly ((point: Point) => number)[] {
    const next = randomIntegers(11);
    return Array.from({ length: count }, () => {
      const tables = PARAMETERS.map(
        ({ name, values }) => [name, values.map(() => next() / 2 ** 31 - 1)] as const,
      );
      return (point) =>
        gain * point['a']! +
        tables.reduce((sum, [name, table]) => sum + 0.1 * table[GRID.indexOf(point[name]!)]!, 0);
    });
  }
  const folding = { keyOf: (one: (point: Point) => number) => String(ids.get(one)), folds: 5, seed: 1 };
  const ids = new Map<(point: Point) => number, number>();

  function gainOf(items: readonly ((point: Point) => number)[]): number {
    items.forEach((item, at) => ids.set(item, at));
    const { held } = crossValidate(
      items,
      {
        settings: [Infinity, 0.03, 0.01, 0],
        fit: (part) => (restraint) =>
          searchGrid(PARAMETERS, (point) => mean(part.map((value) => value(point))), { restraint, seed: 1 }),
        value: (point, item) => item(point),
      },
      folding,
    );
    return mean(held) - mean(items.map((item) => item(startOf(PARAMETERS))));
  }

  test('gains nothing on queries that it has not seen', () => {
    expect(Math.abs(gainOf(queries(80, 0)))).toBeLessThan(0.01);
  });

  test('finds what is there among it', () => {
    expect(gainOf(queries(80, 0.2))).toBeGreaterThan(0.15);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { climb, type Rung } from '../../../../src/inference/schedule/ladder.ts';

/** So many milliseconds a text. */
const rung = (depth: number, ms: number): Rung => ({ depth, costMs: (texts) => texts * ms });

describe('the ladder', () => {
  const cascade = [rung(100, 0.2), rung(30, 1)];

  test.each([
    [60, { depths: [100, 30], shrunk: 'none' }],
    [50, { depths: [100, 30], shrunk: 'none' }],
    [49.9, { depths: [100, 29], shrunk: 'depth' }],
    [25, { depths: [100, 5], shrunk: 'depth' }],
    [24, { depths: [100], shrunk: 'model' }],
    [20, { depths: [100], shrunk: 'model' }],
    [10, { depths: [50], shrunk: 'model' }],
    [1, { depths: [5], shrunk: 'model' }],
    [0.9, undefined],
    [0, undefined],
    [-5, undefined],
  ])('in %d ms', (ms, expected) => {
    expect(climb(cascade, ms)).toEqual(expected);
  });

  test('the cheapest model by itself gives up depth', () => {
    expect(climb([rung(50, 1)], 20)).toEqual({ depths: [20], shrunk: 'depth' });
  });

  test('few texts are read whole or not at all', () => {
    expect(climb([rung(2, 1)], 2)).toEqual({ depths: [2], shrunk: 'none' });
    expect(climb([rung(2, 1)], 1.5)).toBeUndefined();
    expect(climb([rung(0, 1)], 0)).toEqual({ depths: [0], shrunk: 'none' });
  });

  test('what is chosen fits, and more time never brings less', () => {
    const rungs = fc.array(
      fc.record({
        depth: fc.integer({ min: 1, max: 100 }),
        ms: fc.double({ min: 0.01, max: 3, noNaN: true }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const time = fc.double({ min: 0, max: 300, noNaN: true });
    fc.assert(
      fc.property(rungs, time, time, (shapes, a, b) => {
        const models = shapes.map(({ depth, ms }) => rung(depth, ms));
        const [less, more] = [climb(models, Math.min(a, b)), climb(models, Math.max(a, b))];
        if (less === undefined) return;
        const spent = less.depths.reduce((sum, depth, at) => sum + models[at]!.costMs(depth), 0);
        expect(spent).toBeLessThanOrEqual(Math.min(a, b) + 1e-9);
        expect(more!.depths.length).toBeGreaterThanOrEqual(less.depths.length);
        if (more!.depths.length === less.depths.length) {
          expect(more!.depths.at(-1)).toBeGreaterThanOrEqual(less.depths.at(-1)!);
        }
      }),
    );
  });
});

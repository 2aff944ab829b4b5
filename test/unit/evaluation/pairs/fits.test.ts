import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bestCuts, classOf } from '../../../../src/evaluation/pairs/cuts.ts';
import { linearFit, logisticFit } from '../../../../src/evaluation/pairs/fits.ts';

test('a line goes through points that lie on one, and is level without a slope to find', () => {
  const line = linearFit([1, 2, 5].map((x) => ({ x, y: 3 - 2 * x })));
  expect(line(10)).toBeCloseTo(-17, 12);
  expect(
    linearFit([
      { x: 1, y: 0 },
      { x: 1, y: 1 },
    ])(9),
  ).toBe(0.5);
});

describe('a logistic curve', () => {
  test('finds the shares of positives that two scores have', () => {
    const points = [...Array(100).keys()].flatMap((at) => [
      { x: 10, y: at < 20 ? 1 : 0 },
      { x: 30, y: at < 70 ? 1 : 0 },
    ]);
    const fit = logisticFit(points);
    expect(fit(10)).toBeCloseTo(0.2, 3);
    expect(fit(30)).toBeCloseTo(0.7, 3);
  });

  test('stays a probability, whatever it is fitted on', () => {
    const point = fc.record({ x: fc.double({ min: -1e6, max: 1e6, noNaN: true }), y: fc.nat(1) });
    fc.assert(
      fc.property(
        fc.array(point, { maxLength: 30 }),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        (points, x) => {
          const probability = logisticFit(points)(x);
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('cuts between classes', () => {
  const scored = fc.array(fc.record({ score: fc.nat(8), of: fc.nat(2) }), { minLength: 1, maxLength: 12 });

  test('let as many scores as possible fall into their own class', () => {
    const right = (list: readonly { score: number; of: number }[], cuts: readonly number[]): number =>
      list.filter(({ score, of }) => classOf(score, cuts) === of).length;
    fc.assert(
      fc.property(scored, (list) => {
        const cuts = bestCuts(list, 3);
        expect(cuts).toHaveLength(2);
        expect(cuts[0]).toBeLessThanOrEqual(cuts[1] ?? NaN);
        let most = 0;
        for (let low = 0; low <= 9; low += 1) {
          for (let high = low; high <= 9; high += 1) most = Math.max(most, right(list, [low, high]));
        }
        expect(right(list, cuts)).toBe(most);
      }),
    );
  });
});

import { expect, test } from '@jest/globals';
import { drawBy } from '../../../loadtest/generator/draw.ts';
import { randomNumbers } from '../../../src/evaluation/random.ts';

function drawn(weights: readonly number[], times: number): readonly number[] {
  const draw = drawBy(weights, randomNumbers(7));
  const counts = weights.map(() => 0);
  for (let time = 0; time < times; time += 1) counts[draw()]! += 1;
  return counts;
}

test('what weighs more comes more often, in proportion', () => {
  const [rare, common, usual] = drawn([1, 6, 3], 20_000);
  expect(rare! / 20_000).toBeCloseTo(0.1, 1);
  expect(common! / 20_000).toBeCloseTo(0.6, 1);
  expect(usual! / 20_000).toBeCloseTo(0.3, 1);
});

test('one alone always comes', () => expect(drawn([0.25], 50)).toEqual([50]));

test('the ends of the range belong to the first and the last', () => {
  expect(drawBy([1, 1], () => 0)()).toBe(0);
  expect(drawBy([1, 1], () => 1 - 2 ** -53)()).toBe(1);
});

test('the same seed draws the same', () => {
  const sequence = (seed: number): number[] => {
    const draw = drawBy([1, 2, 3, 4], randomNumbers(seed));
    return Array.from({ length: 50 }, draw);
  };
  expect(sequence(3)).toEqual(sequence(3));
  expect(sequence(3)).not.toEqual(sequence(4));
});

import { describe, expect, test } from '@jest/globals';
import { randomNumbers } from '../../../../../src/evaluation/random.ts';
import { BlendModel } from '../../../../../src/stages/rank/blend/blend-model.ts';
import { type JudgedWindow, trainBlend } from '../../../../../src/stages/rank/blend/train-blend.ts';

/** Windows in which one feature tells what is relevant, one says nothing and one says the contrary of what is so. */
function someWindows(count: number): readonly JudgedWindow[] {
  const chance = randomNumbers(7);
  return Array.from({ length: count }, () => {
    const grades = Array.from({ length: 20 }, () => (chance() < 0.2 ? 1 : 0));
    const rows = grades.map((grade) =>
      Float64Array.of(chance(), grade + chance(), chance() < 0.5 ? chance() : NaN, 100 * (chance() - grade)),
    );
    const relevant = grades.filter((grade) => grade > 0).length;
    const ideal = Array.from({ length: relevant }, (_, at) => 1 / Math.log2(at + 2)).reduce(
      (a, b) => a + b,
      0,
    );
    return { rows, grades, ideal };
  });
}

const FEATURES = ['score', 'coverage(title)', 'number(noise)', 'number(price)'];
const TRAINING = { id: 'shop@1', features: FEATURES, restraint: 0.01 };

describe('training the blend', () => {
  const windows = someWindows(60);

  test('finds what tells better documents from worse ones', () => {
    const file = trainBlend(windows, TRAINING);
    const [, coverage, noise, price] = file.features.map(({ weight }) => weight);
    expect(coverage).toBeGreaterThan(0.5);
    expect(price).toBeLessThan(-0.5);
    expect(Math.abs(noise!)).toBeLessThan(0.2);
  });

  test('the same windows give the same file, which the gateway opens', () => {
    const file = trainBlend(windows, TRAINING);
    expect(trainBlend(windows, TRAINING)).toEqual(file);
    expect(file.golden).toHaveLength(5);
    expect(BlendModel.open(JSON.stringify(file)).id).toBe('shop@1');
  });

  test('held as hard as can be it is the order that was there', () => {
    const { features } = trainBlend(windows, { ...TRAINING, restraint: Infinity });
    expect(features.map(({ weight }) => weight)).toEqual([1, 0, 0, 0]);
  });

  test('what tells nothing changes nothing', () => {
    const alike = windows.map((window) => ({ ...window, grades: window.grades.map(() => 0), ideal: 0 }));
    expect(trainBlend(alike, TRAINING).features.map(({ weight }) => weight)).toEqual([1, 0, 0, 0]);
    expect(trainBlend([], TRAINING).features.map(({ mean, scale }) => [mean, scale])).toEqual(
      FEATURES.map(() => [0, 1]),
    );
  });
});

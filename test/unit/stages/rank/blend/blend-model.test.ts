import { describe, expect, test } from '@jest/globals';
import type { BlendFile } from '../../../../../src/stages/rank/blend/blend-file.ts';
import { BlendModel } from '../../../../../src/stages/rank/blend/blend-model.ts';

const FILE: BlendFile = {
  kind: 'blend',
  version: 1,
  id: 'shop@1',
  features: [
    { name: 'score', mean: 0.5, scale: 0.25, weight: 2 },
    { name: 'log(popularity)', mean: 3, scale: 2, weight: 0.5 },
  ],
  golden: [
    { features: [1, 5], score: 4.5 },
    { features: [0.5, null], score: 0 },
  ],
};
const open = (file: unknown): BlendModel => BlendModel.open(JSON.stringify(file));

describe('a model of the blend', () => {
  test('adds up scaled features, and leaves out what is not known', () => {
    const model = open(FILE);
    expect(model.score(Float64Array.of(0.75, 1))).toBe(2 - 0.5);
    expect(model.score(Float64Array.of(NaN, NaN))).toBe(0);
    expect(model.explain(Float64Array.of(0.75, NaN))).toEqual([
      { feature: 'score', value: 0.75, adds: 2 },
      { feature: 'log(popularity)', value: null, adds: 0 },
    ]);
  });

  test('takes weights by hand as they are', () => {
    const model = BlendModel.ofWeights(
      new Map([
        ['score', 1],
        ['number(price)', -0.01],
      ]),
    );
    expect(model.score(Float64Array.of(0.5, 20))).toBeCloseTo(0.3, 12);
  });

  test.each<[string, unknown, RegExp]>([
    ['another kind', { ...FILE, kind: 'intent' }, /kind is not "blend"/],
    ['a later version', { ...FILE, version: 3 }, /version is 3, known are 1 and 2/],
    ['no name', { ...FILE, id: '' }, /no id/],
    ['no features', { ...FILE, features: [] }, /1 to 100 features/],
    ['a feature twice', { ...FILE, features: [FILE.features[0], FILE.features[0]] }, /stands twice/],
    [
      'a feature that there is not',
      { ...FILE, features: [FILE.features[0], { ...FILE.features[1], name: 'magic' }] },
      /no "magic"/,
    ],
    [
      'a scale of 0',
      { ...FILE, features: [{ ...FILE.features[0], scale: 0 }, FILE.features[1]] },
      /features: number 1/,
    ],
    [
      'a weight that is no number',
      { ...FILE, features: [FILE.features[0], { ...FILE.features[1], weight: 'much' }] },
      /features: number 2/,
    ],
    ['no proof', { ...FILE, golden: [] }, /no golden examples/],
    ['rows of another width', { ...FILE, golden: [{ features: [1], score: 1 }] }, /golden: number 1/],
    [
      'examples that come out otherwise',
      { ...FILE, golden: [{ features: [1, 5], score: 4.4 }] },
      /gives 4.5, the file says 4.4/,
    ],
    ['a list', [], /kind is not/],
  ])('refuses %s', (_, file, message) => {
    expect(() => open(file)).toThrow(message);
  });

  test('refuses what is no JSON', () => {
    expect(() => BlendModel.open('{')).toThrow(/no JSON/);
  });
});

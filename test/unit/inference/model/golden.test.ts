import { describe, expect, test } from '@jest/globals';
import type { DeviceName } from '../../../../src/inference/device/device.ts';
import { readGolden } from '../../../../src/inference/model/golden.ts';
import { checkGolden } from '../../../../src/inference/model/golden-check.ts';
import { fakeModel } from '../fakes.ts';

const pairs = (entry: object): string =>
  JSON.stringify({
    tolerance: { cpu: 0.05, cuda: 0.1 },
    pairs: [{ query: 'a', text: 'bb', score: 1, ...entry }],
  });
const texts = (entry: object): string =>
  JSON.stringify({ texts: [{ text: 'a', as: 'query', vector: [1, 0], ...entry }] });

describe('a graph of another precision', () => {
  const check = (golden: string, values: readonly number[], device: DeviceName) =>
    checkGolden(
      fakeModel({ kind: golden.includes('pairs') ? 'cross-encoder' : 'encoder' }),
      readGolden(golden),
      async () => Float32Array.from(values),
      device,
    );

  test('is held to scores of its own, the CPU’s to the others', async () => {
    const golden = pairs({ cudaScore: 1.5 });
    await expect(check(golden, [1.45], 'cuda')).resolves.toBeUndefined();
    await expect(check(golden, [1.04], 'cpu')).resolves.toBeUndefined();
    await expect(check(golden, [1], 'cuda')).rejects.toThrow('pairs[0] must score 1.5 ± 0.1; it scores 1');
    await expect(check(golden, [1.5], 'cpu')).rejects.toThrow('pairs[0] must score 1 ± 0.05; it scores 1.5');
  });

  test('is held to those of the CPU where it has none', async () => {
    await expect(check(pairs({}), [1.05], 'cuda')).resolves.toBeUndefined();
    await expect(check(pairs({}), [1.5], 'cuda')).rejects.toThrow('must score 1 ± 0.1');
  });

  test('is held to vectors of its own', async () => {
    const golden = texts({ cudaVector: [0.8, 0.6] });
    await expect(check(golden, [8, 6], 'cuda')).resolves.toBeUndefined();
    await expect(check(golden, [8, 6], 'cpu')).rejects.toThrow('texts[0] lies 0.2000 (1 - cosine) away');
  });
});

test.each([
  ['a score for a GPU that is no number', pairs({ cudaScore: 'high' }), '"cudaScore" of pairs[0] must be'],
  ['a vector for a GPU that is none', texts({ cudaVector: [] }), 'texts[0] must have'],
])('golden.json with %s is refused', (_, golden, reason) => {
  expect(() => readGolden(golden)).toThrow(reason);
});

import { expect, test } from '@jest/globals';
import { settle } from '../../../../../src/stages/rank/rerank/settle.ts';

const pass = (modelId: string, scores: readonly (number | null)[]) => ({
  modelId,
  scores,
  depth: scores.length,
});

test('one model: from the least to the best', () => {
  expect(settle({ kind: 'scored', shrunk: 'none', passes: [pass('xs', [-4, 4, 0, null])] })).toEqual([
    0,
    1,
    0.5,
    null,
  ]);
  expect(settle({ kind: 'scored', shrunk: 'none', passes: [pass('xs', [2, 2])] })).toEqual([1, 1]);
});

test('a model whose scores are logits: how sure it is, whatever else was asked', () => {
  const one = { ...pass('xs', [0, -2000, 2, null]), temperature: 2 };
  const said = settle({ kind: 'scored', shrunk: 'none', passes: [one] });
  expect(said[0]).toBe(0.5);
  expect(said[1]).toBe(0);
  expect(said[2]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  expect(said[3]).toBeNull();
});

test('a dearer model deals out anew the places of what it read, and only those', () => {
  const passes = [pass('xs', [4, 3, 1, 0]), pass('s', [-9, 90, null, null])] as const;
  expect(settle({ kind: 'scored', shrunk: 'none', passes })).toEqual([0.75, 1, 0.25, 0]);
});

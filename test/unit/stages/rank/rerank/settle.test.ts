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

test('a dearer model deals out anew the places of what it read, and only those', () => {
  const passes = [pass('xs', [4, 3, 1, 0]), pass('s', [-9, 90, null, null])] as const;
  expect(settle({ kind: 'scored', shrunk: 'none', passes })).toEqual([0.75, 1, 0.25, 0]);
});

import { expect, test } from '@jest/globals';
import { poolOf } from '../../../src/console/pages/evaluation/pool.ts';

type Sides = Parameters<typeof poolOf>[0]['sides'];

test('documents to be judged come from both sides in turn, each once', () => {
  const side = (...ids: string[]) => ({
    hits: ids.map((id) => ({ index: 'i', id, score: 1, source: null })),
  });
  const sides = [side('a', 'b', 'c'), side('b', 'd')] as unknown as Sides;
  expect(poolOf({ sides }).map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c']);
});

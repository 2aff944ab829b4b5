import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  areNeighbours,
  editShape,
} from '../../../../../../src/stages/understand/correct/english/edit-shape.ts';

/** Optimal string alignment, the slow and plain way. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return distance(x, y);
  const others = [distance(x, b), distance(a, y), distance(x, y)];
  if (a.length > 1 && a[0] === b[1] && a[1] === b[0]) others.push(distance(a.slice(2), b.slice(2)));
  return 1 + Math.min(...others);
}

describe('editShape', () => {
  test.each([
    ['hat', 'bat', { kind: 'wrong', at: 0, typed: 'h', meant: 'b' }],
    ['chnage', 'change', { kind: 'swapped', at: 2, typed: 'na', meant: 'an' }],
    ['headphoness', 'headphones', { kind: 'extra', at: 10, typed: 's', meant: '' }],
    ['adress', 'address', { kind: 'missing', at: 2, typed: '', meant: 'd' }],
    ['wshng', 'washing', { kind: 'two', distance: 2 }],
  ])('%s for %s', (typed, meant, shape) => {
    expect(editShape(typed, meant)).toMatchObject(shape);
  });

  test('agrees with the plain distance up to two edits', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const edits = distance(a, b);
        expect(editShape(a, b)?.distance).toBe(edits === 1 || edits === 2 ? edits : undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

test('areNeighbours knows the keyboard', () => {
  expect([areNeighbours('g', 'h'), areNeighbours('q', 'a'), areNeighbours('q', 'p')]).toEqual([
    true,
    true,
    false,
  ]);
  expect([areNeighbours('a', 'a'), areNeighbours('é', 'e')]).toEqual([false, false]);
});

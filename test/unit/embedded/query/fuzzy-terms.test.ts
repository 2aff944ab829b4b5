import { describe, expect, test } from '@jest/globals';
import { allowedEdits, editDistance } from '../../../../src/embedded/query/fuzzy-terms.ts';

function distance(a: string, b: string, transpositions = true): number {
  return editDistance(Array.from(a), Array.from(b), { limit: 2, transpositions });
}

describe('editDistance', () => {
  test.each([
    ['phone', 'phone', 0],
    ['phone', 'phnoe', 1],
    ['phone', 'phones', 1],
    ['phone', 'fone', 2],
    ['phone', 'cable', 3],
    ['手机', '手表', 1],
  ])('%s and %s are %i apart', (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
  });
  test('counts a transposition as two edits where asked', () => {
    expect(distance('phone', 'phnoe', false)).toBe(2);
  });
});

describe('allowedEdits', () => {
  test.each([
    ['AUTO', 'ab', 0],
    ['AUTO', 'abc', 1],
    ['auto', 'abcdef', 2],
    ['AUTO:4,8', 'abcdef', 1],
    ['1', 'ab', 1],
  ])('%s allows %s %i', (edits, term, expected) => {
    expect(allowedEdits(edits, term)).toBe(expected);
  });
});

import { describe, expect, test } from '@jest/globals';
import { waysThrough } from '../../../../../src/stages/understand/correct/ways.ts';

describe('ways through places', () => {
  test('take one option of each, those of the first options first', () => {
    expect(waysThrough([['a', 'b'], ['c'], ['d', 'e']], 9)).toEqual([
      ['a', 'c', 'd'],
      ['a', 'c', 'e'],
      ['b', 'c', 'd'],
      ['b', 'c', 'e'],
    ]);
  });

  test('are none where a place has no option, and one of nothing where there are no places', () => {
    expect(waysThrough([['a'], [], ['b']], 9)).toEqual([]);
    expect(waysThrough([], 9)).toEqual([[]]);
  });

  test('are followed up to a number', () => {
    expect(waysThrough([['a', 'b', 'c'], ['d']], 2)).toEqual([
      ['a', 'd'],
      ['b', 'd'],
    ]);
  });
});

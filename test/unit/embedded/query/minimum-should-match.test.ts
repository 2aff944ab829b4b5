import { describe, expect, test } from '@jest/globals';
import { minimumShouldMatch } from '../../../../src/embedded/query/minimum-should-match.ts';
import { SearchFault } from '../../../../src/embedded/query/fault.ts';

describe('minimumShouldMatch', () => {
  test.each([
    [4, '2', 2],
    [4, '-1', 3],
    [2, '-5', 0],
    [4, '75%', 3],
    [3, '75%', 2],
    [4, '-25%', 3],
    [3, '-25%', 3],
    [2, '2<75%', 2],
    [4, '2<75%', 3],
    [1, '1<-1 3<60%', 1],
    [3, '1<-1 3<60%', 2],
    [5, '1 < -1 3 < 60%', 3],
    [3, '9', 9],
  ])('%i clauses and "%s" demand %i', (clauses, spec, expected) => {
    expect(minimumShouldMatch(clauses, spec)).toBe(expected);
  });
  test('refuses what is no number', () => {
    expect(() => minimumShouldMatch(3, 'most')).toThrow(SearchFault);
  });
});

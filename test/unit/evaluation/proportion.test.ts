import { describe, expect, test } from '@jest/globals';
import { proportion } from '../../../src/evaluation/proportion.ts';

describe('proportion', () => {
  test('has the interval of the published examples', () => {
    // Newcombe 1998, table I: 81 of 263 and 15 of 148, 0 of 20 and 1 of 29.
    const intervals = [
      [81, 263],
      [15, 148],
      [0, 20],
      [1, 29],
    ].map(([count, total]) => proportion(count!, total!).interval);
    expect(intervals.map(({ low, high }) => [low.toFixed(4), high.toFixed(4)])).toEqual([
      ['0.2553', '0.3662'],
      ['0.0624', '0.1605'],
      ['0.0000', '0.1611'],
      ['0.0061', '0.1718'],
    ]);
  });

  test('of nothing says nothing', () => {
    expect(proportion(0, 0)).toEqual({ count: 0, total: 0, share: 0, interval: { low: 0, high: 1 } });
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TopK } from '../../../src/embedded/topk.ts';

describe('TopK', () => {
  test('keeps what sorting and cutting would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.nat(12), (values, limit) => {
        const top = new TopK<number>(limit, (a, b) => b - a);
        for (const value of values) top.offer(value);
        expect(top.sorted()).toEqual(values.toSorted((a, b) => b - a).slice(0, limit));
      }),
    );
  });
  test('has a threshold only when full', () => {
    const top = new TopK<number>(2, (a, b) => b - a);
    top.offer(5);
    expect(top.threshold).toBeUndefined();
    top.offer(9);
    top.offer(7);
    expect(top.threshold).toBe(7);
  });
});

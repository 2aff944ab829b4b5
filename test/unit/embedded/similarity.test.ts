import { describe, expect, test } from '@jest/globals';
import { LENGTH_TABLE, bm25, bm25Score, idf, lengthToByte } from '../../../src/embedded/similarity.ts';

describe('lengthToByte', () => {
  test('is exact below 40 and never longer than the length', () => {
    for (let length = 0; length < 40; length++) expect(LENGTH_TABLE[lengthToByte(length)]).toBe(length);
    for (const length of [41, 100, 1000, 123_456]) {
      const kept = LENGTH_TABLE[lengthToByte(length)]!;
      expect(kept).toBeLessThanOrEqual(length);
      expect(kept).toBeGreaterThan(length * 0.87);
    }
  });
  test('keeps the order of lengths', () => {
    for (let length = 0; length < 5000; length++) {
      expect(lengthToByte(length + 1)).toBeGreaterThanOrEqual(lengthToByte(length));
    }
  });
});

describe('bm25', () => {
  test('multiplies boost, idf and term frequency', () => {
    const weight = idf({ docFreq: 1, docCount: 3 });
    expect(weight).toBeCloseTo(Math.log(1 + 2.5 / 1.5), 6);
    const score = bm25Score(bm25(1, weight, 10 / 3), 2, lengthToByte(4));
    const tf = 2 / (2 + 1.2 * (0.25 + (0.75 * 4) / (10 / 3)));
    expect(score).toBeCloseTo(2.2 * weight * tf, 5);
  });
  test('grows with the frequency and shrinks with the length', () => {
    const similarity = bm25(1, 1.5, 10);
    expect(bm25Score(similarity, 2, 10)).toBeGreaterThan(bm25Score(similarity, 1, 10));
    expect(bm25Score(similarity, 1, 20)).toBeLessThan(bm25Score(similarity, 1, 10));
  });
});

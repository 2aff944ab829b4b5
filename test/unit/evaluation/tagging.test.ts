import { describe, expect, test } from '@jest/globals';
import { taggingReport } from '../../../src/evaluation/tagging.ts';

const piece = (start: number, end: number, tag: string) => ({ start, end, tag });

describe('taggingReport', () => {
  const report = taggingReport([
    {
      expected: [piece(0, 2, 'brand'), piece(2, 4, 'product')],
      found: [piece(0, 2, 'brand'), piece(2, 3, 'product')],
    },
    { expected: [piece(0, 2, 'brand')], found: [piece(0, 2, 'product')] },
    { expected: [piece(5, 9, 'brand')], found: [piece(5, 9, 'brand')] },
    { expected: [], found: [] },
  ]);

  test('counts a piece as right when its ends and its tag are', () => {
    expect(report.all.precision).toMatchObject({ count: 2, total: 4 });
    expect(report.all.recall).toMatchObject({ count: 2, total: 4 });
    expect(report.all.f1.value).toBe(0.5);
  });

  test('reports each tag, the most frequent first', () => {
    expect(report.tags.map(({ tag }) => tag)).toEqual(['brand', 'product']);
    expect(report.tags[0]).toMatchObject({ precision: { share: 1 }, recall: { count: 2, total: 3 } });
    expect(report.tags[0]!.f1.value).toBeCloseTo(0.8, 12);
    expect(report.tags[1]).toMatchObject({ precision: { count: 0, total: 2 }, f1: { value: 0 } });
    const { low, high } = report.tags[0]!.f1.interval;
    expect(low).toBeLessThan(0.8);
    expect(high).toBeGreaterThan(0.8);
  });

  test('is nothing for nothing', () => {
    expect(taggingReport([])).toMatchObject({ all: { f1: { value: 0 } }, tags: [] });
  });
});

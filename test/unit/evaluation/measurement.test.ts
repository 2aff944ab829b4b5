import { expect, test } from '@jest/globals';
import { measure } from '../../../src/evaluation/measurement.ts';

test('a run is measured over all queries that can be, also those that it found nothing for', () => {
  const ids = ['q1', 'q2', 'q3', 'q4'];
  const set = {
    queries: ids.map((id) => ({ id, text: id, stage: null })),
    grades: new Map(ids.slice(0, 3).map((id) => [id, new Map([['a', 1]])])),
  };
  const rankings = new Map([
    ['q1', ['a']],
    ['q2', ['x', 'a']],
    ['q4', ['a']],
  ]);
  const result = measure(set, rankings, { metrics: ['mrr@10', 'recall@10'], k: 10 });
  expect(result).toMatchObject({ queries: 3, skipped: 1, k: 10 });
  expect(result.metrics.map(({ name, value }) => [name, value])).toEqual([
    ['mrr@10', 0.5],
    ['recall@10', 2 / 3],
  ]);
  expect(result.metrics[0]?.interval.low).toBe(0);
  expect(result.metrics[0]?.interval.high).toBe(1);
  expect(result.zeroResults).toBeCloseTo(1 / 3, 12);
  expect(result.unjudged).toBeCloseTo((0 + 1 / 2 + 0) / 3, 12);
});

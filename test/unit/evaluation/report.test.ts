import { expect, test } from '@jest/globals';
import { readQrels, readQueries } from '../../../src/evaluation/judged-set.ts';
import { measurable, report } from '../../../src/evaluation/report.ts';

const set = {
  queries: readQueries(
    ['q1', 'q2', 'q3', 'q4'].map((id) => JSON.stringify({ _id: id, text: `text of ${id}` })),
    'queries.jsonl',
  ),
  grades: readQrels(
    ['query-id\tcorpus-id\tscore', 'q1\ta\t3', 'q1\tb\t1', 'q2\ta\t1', 'q3\ta\t0'],
    'qrels.tsv',
  ),
};
const options = { k: 10, metrics: ['ndcg@10', 'mrr@10', 'recall@100', 'precision@10'] };

test('queries without a relevant or any judgment are skipped, not counted as zero', () => {
  expect(measurable(set).map(({ id }) => id)).toEqual(['q1', 'q2']);
  const result = report(
    set,
    [
      { queryId: 'q1', off: ['b', 'a'], on: ['a', 'b', 'x'] },
      { queryId: 'q2', off: [], on: ['x', 'a'] },
      { queryId: 'q3', off: ['a'], on: [] },
    ],
    options,
  );
  expect(result).toMatchObject({ queries: 2, skipped: 2, zeroResults: { off: 0.5, on: 0 } });
  // q1: (1 + 7/log2 3) / (7 + 1/log2 3); q2 finds nothing.
  const q1 = (1 + 7 / Math.log2(3)) / (7 + 1 / Math.log2(3));
  const [ndcg, mrr, recall, precision] = result.metrics.map(({ comparison }) => comparison);
  expect(ndcg?.off).toBeCloseTo(q1 / 2, 12);
  expect(ndcg?.on).toBeCloseTo((1 + 1 / Math.log2(3)) / 2, 12);
  expect(mrr).toMatchObject({ off: 0.5, on: 0.75, wins: 1, losses: 0, ties: 1 });
  expect(recall).toMatchObject({ off: 0.5, on: 1 });
  expect(precision).toMatchObject({ off: 0.1 });
  expect(result.damage).toMatchObject({ count: 0, total: 2, threshold: 0.05 });
  expect(result.unjudged.on).toBeCloseTo((1 / 3 + 1 / 2) / 2, 12);
  expect(result.moved.map(({ id, text }) => [id, text])).toEqual([
    ['q2', 'text of q2'],
    ['q1', 'text of q1'],
  ]);
});

test('a loss beyond the threshold is damage, whatever the others gain', () => {
  const found = (queryId: string, off: string[], on: string[]) => ({ queryId, off, on });
  const runs = [found('q1', ['b', 'a'], ['a', 'b']), found('q2', ['a'], ['x', 'y', 'a'])];
  const { damage } = report(set, runs, options);
  expect(damage).toMatchObject({ count: 1, total: 2, share: 0.5 });
  expect(report(set, runs, { ...options, damageThreshold: 0.6 }).damage.count).toBe(0);
});

import { expect, test } from '@jest/globals';
import { maxGradeOf, metricOf, usualMetrics } from '../../../src/evaluation/metric.ts';

const grades = new Map([
  ['a', 3],
  ['b', 0],
]);
const ranking = ['x', 'a', 'b'];

test.each([
  ['ndcg@10', 'nDCG@10', 1 / Math.log2(3)],
  ['mrr@10', 'MRR@10', 0.5],
  ['mrr@1', 'MRR@1', 0],
  ['map@100', 'MAP@100', 0.5],
  ['err@10', 'ERR@10', 7 / 8 / 2],
  ['precision@2', 'precision@2', 0.5],
  ['recall@100', 'recall@100', 1],
  ['judged-ndcg@10', 'nDCG@10, judged', 1],
  ['judged-map@100', 'MAP@100, judged', 1],
])('%s is %s, here %d', (name, label, value) => {
  const metric = metricOf(name, 3);
  expect([metric.name, metric.label]).toEqual([name, label]);
  expect(metric.of(ranking, grades)).toBeCloseTo(value, 12);
});

test.each(['ndcg', 'ndcg@0', 'ndcg@', 'dcg@10', 'judged-@10', 'NDCG@10', 'ndcg@10 '])(
  '"%s" is no metric, and what there is is said',
  (name) => {
    expect(() => metricOf(name, 3)).toThrow(`"${name}" is no metric; known are ndcg, mrr, map, err`);
  },
);

test('what is usually measured can be measured', () => {
  expect(usualMetrics(5, 50).map((name) => metricOf(name, 3).of(ranking, grades))).toHaveLength(8);
});

test('the best grade of a set is that of its scale, at least 1', () => {
  expect(maxGradeOf({ queries: [], grades: new Map([['q', grades]]) })).toBe(3);
  expect(maxGradeOf({ queries: [], grades: new Map() })).toBe(1);
});

import { describe, expect, test } from '@jest/globals';
import { ablation, ablationPlan } from '../../../src/evaluation/ablation.ts';
import { latencyOf } from '../../../src/evaluation/latency.ts';

const plan = ablationPlan(['segment', 'correct']);

describe('an ablation', () => {
  test('runs every way to search once', () => {
    expect([...plan.variants]).toEqual([
      ['off', 'off'],
      ['without segment, correct', ['segment', 'correct']],
      ['without correct', ['correct']],
      ['all', []],
      ['without segment', ['segment']],
    ]);
    expect(plan.cumulative.map(({ before, after }) => [before, after])).toEqual([
      ['off', 'without segment, correct'],
      ['without segment, correct', 'without correct'],
      ['without correct', 'all'],
    ]);
    expect(plan.leaveOneOut).toEqual([
      { stage: 'segment', before: 'without segment', after: 'all' },
      { stage: 'correct', before: 'without correct', after: 'all' },
    ]);
  });

  test('says what each stage adds, to those before it and to all others, at which cost', () => {
    const ids = Array.from({ length: 12 }, (_, at) => `q${at}`);
    const set = {
      queries: ids.map((id) => ({ id, text: `text of ${id}`, stage: null })),
      grades: new Map(ids.map((id) => [id, new Map([['best', 1]])])),
    };
    const found = (ranking: readonly string[], milliseconds: number) => ({
      rankings: new Map(ids.map((id) => [id, ranking])),
      latenciesMs: ids.map(() => milliseconds),
    });
    // Only segmentation helps, and only correction costs anything.
    const runs = new Map([
      ['off', found(['x', 'best'], 1)],
      ['without segment, correct', found(['x', 'best'], 2)],
      ['without correct', found(['best'], 2)],
      ['without segment', found(['x', 'best'], 7)],
      ['all', found(['best'], 7)],
    ]);
    const result = ablation(set, runs, { plan, metrics: ['mrr@10', 'ndcg@10'], k: 10, movedCount: 3 });
    expect(result.metric).toEqual({ name: 'mrr@10', label: 'MRR@10' });
    expect(result.plainLatency).toEqual({ p50: 1, p95: 1 });
    const rows = (list: typeof result.cumulative) =>
      list.map(({ stage, comparison, addedMs, moved }) => [
        stage,
        comparison.difference,
        addedMs,
        moved.length,
      ]);
    expect(rows(result.cumulative)).toEqual([
      ['(no stage)', 0, 1, 0],
      ['segment', 0.5, 0, 3],
      ['correct', 0, 5, 0],
    ]);
    expect(rows(result.leaveOneOut)).toEqual([
      ['segment', 0.5, 0, 3],
      ['correct', 0, 5, 0],
    ]);
    const [segment, correct] = result.leaveOneOut;
    expect(segment?.adjustedP).toBeCloseTo(2 * (segment?.comparison.p ?? NaN), 12);
    expect(segment?.adjustedP).toBeLessThan(0.01);
    expect(correct?.adjustedP).toBe(1);
  });
});

test('a latency is told by its median and its 95th percentile', () => {
  expect(latencyOf(Array.from({ length: 101 }, (_, at) => 100 - at))).toEqual({ p50: 50, p95: 95 });
  expect(latencyOf([])).toEqual({ p50: 0, p95: 0 });
});

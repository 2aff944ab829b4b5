import { expect, test } from '@jest/globals';
import type { StageReport } from '../../../src/domain/search.ts';
import { createStageTally } from '../../../src/telemetry/stage-tally.ts';

const report = (stage: string, outcome: StageReport['outcome'], durationMs: number): StageReport => ({
  stage,
  kind: 'retrieve',
  startMs: 0,
  durationMs,
  outcome,
  notes: [],
});

test('stages are counted by how they ended; those that were left out took no time', () => {
  let nowMs = Date.UTC(2026, 0, 1);
  const tally = createStageTally(() => nowMs);
  tally.heard(report('knn', 'ok', 10));
  tally.heard(report('knn', 'timeout', 30));
  nowMs += 1000;
  tally.heard(report('knn', 'failed', 20));
  nowMs += 1000;
  tally.heard(report('knn', 'skipped', 0));
  tally.heard(report('fields', 'ok', 4));
  expect(tally.report()).toEqual([
    {
      stage: 'fields',
      kind: 'retrieve',
      runs: 1,
      failed: 0,
      late: 0,
      skipped: 0,
      meanMs: 4,
      maxMs: 4,
      lastFaultAt: null,
    },
    {
      stage: 'knn',
      kind: 'retrieve',
      runs: 3,
      failed: 1,
      late: 1,
      skipped: 1,
      meanMs: 20,
      maxMs: 30,
      lastFaultAt: '2026-01-01T00:00:01.000Z',
    },
  ]);
});

import { expect, test } from '@jest/globals';
import { sumActivities } from '../../../src/console/pages/system/sum-activities.ts';

const activity = (stage: string, runs: number, meanMs: number, lastFaultAt: string | null) => ({
  stage,
  kind: 'query' as const,
  runs,
  failed: 1,
  late: 0,
  skipped: 0,
  meanMs,
  maxMs: meanMs * 2,
  lastFaultAt,
});

test('stages of several processes: counts add up, means by their runs, the longest and the latest hold', () => {
  const [first, second] = sumActivities([
    [activity('segment', 1, 4, '2026-01-01T00:00:00Z'), activity('rules', 0, 0, null)],
    [activity('segment', 3, 8, '2026-02-01T00:00:00Z')],
  ]);
  expect(first).toMatchObject({ stage: 'segment', runs: 4, failed: 2, meanMs: 7, maxMs: 16 });
  expect(first?.lastFaultAt).toBe('2026-02-01T00:00:00Z');
  expect(second).toMatchObject({ stage: 'rules', runs: 0, lastFaultAt: null });
});

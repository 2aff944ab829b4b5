import type { StageActivity } from '../../../admin-api/system.ts';

/** Adds up what serving processes say of the same stages, in the order of the first that names each. */
export function sumActivities(reports: readonly (readonly StageActivity[])[]): readonly StageActivity[] {
  const sums = new Map<string, StageActivity>();
  for (const activity of reports.flat()) {
    const known = sums.get(activity.stage);
    sums.set(activity.stage, known === undefined ? activity : add(known, activity));
  }
  return [...sums.values()];
}

function add(a: StageActivity, b: StageActivity): StageActivity {
  const runs = a.runs + b.runs;
  return {
    ...a,
    runs,
    failed: a.failed + b.failed,
    late: a.late + b.late,
    skipped: a.skipped + b.skipped,
    meanMs: runs === 0 ? 0 : (a.meanMs * a.runs + b.meanMs * b.runs) / runs,
    maxMs: Math.max(a.maxMs, b.maxMs),
    // Moments in ISO 8601 sort as text.
    lastFaultAt:
      [a.lastFaultAt, b.lastFaultAt]
        .filter((at) => at !== null)
        .sort()
        .at(-1) ?? null,
  };
}

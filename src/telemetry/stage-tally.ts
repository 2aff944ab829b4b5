import type { StageActivity } from '../admin-api/system.ts';
import type { StageReport } from '../domain/search.ts';

/** How the stages of searches fared since the process started, for people; metrics say more and for longer. */
export interface StageTally {
  heard(report: StageReport): void;
  /** By name. */
  report(): readonly StageActivity[];
}

interface Tally {
  readonly kind: StageReport['kind'];
  readonly ends: Record<StageReport['outcome'], number>;
  sumMs: number;
  maxMs: number;
  lastFaultMs: number | null;
}

/**
 * As many tallies as there are names of stages in configurations that were in force.
 * @param now milliseconds since 1970
 */
export function createStageTally(now: () => number): StageTally {
  const tallies = new Map<string, Tally>();
  return {
    heard({ stage, kind, outcome, durationMs }) {
      const tally = tallies.get(stage) ?? begun(kind);
      tallies.set(stage, tally);
      tally.ends[outcome] += 1;
      if (outcome === 'failed' || outcome === 'timeout') tally.lastFaultMs = now();
      if (outcome === 'skipped') return;
      tally.sumMs += durationMs;
      tally.maxMs = Math.max(tally.maxMs, durationMs);
    },
    report: () =>
      [...tallies]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([stage, { kind, ends, sumMs, maxMs, lastFaultMs }]) => {
          const runs = ends.ok + ends.failed + ends.timeout;
          return {
            stage,
            kind,
            runs,
            failed: ends.failed,
            late: ends.timeout,
            skipped: ends.skipped,
            meanMs: runs === 0 ? 0 : sumMs / runs,
            maxMs,
            lastFaultAt: lastFaultMs === null ? null : new Date(lastFaultMs).toISOString(),
          };
        }),
  };
}

function begun(kind: StageReport['kind']): Tally {
  return {
    kind,
    ends: { ok: 0, failed: 0, timeout: 0, skipped: 0 },
    sumMs: 0,
    maxMs: 0,
    lastFaultMs: null,
  };
}

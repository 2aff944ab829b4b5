import type { StageReport } from '../../domain/search.ts';

/** `Server-Timing` with milliseconds per stage, in the order they ended, and in all. */
export function serverTiming(reports: readonly StageReport[], totalMs: number): string {
  const entries = reports.map(({ stage, durationMs }) => `${stage};dur=${durationMs.toFixed(2)}`);
  return [...entries, `total;dur=${totalMs.toFixed(2)}`].join(', ');
}

import type { Figures } from './figures.ts';
import type { Compared } from './targets/comparison.ts';
import type { Verdict } from './thresholds.ts';

/** One target for a few seconds. */
export interface SliceResult {
  readonly step: string;
  readonly target: string;
  /** Since the beginning of the run. */
  readonly atSeconds: number;
  readonly seconds: number;
  readonly throughput: number;
  readonly errors: number;
  readonly refused: number;
  readonly degraded: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of the target's processes, where this machine tells; processor time is that of the slice. */
  readonly cpuSeconds: number | null;
  readonly rssMiB: number | null;
  readonly fds: number | null;
}

/** One target in one step, all its slices together. */
export interface StepResult {
  readonly step: string;
  readonly target: string;
  readonly figures: Figures;
  readonly cpuSeconds: number | null;
}

/** Everything that a run found; what is written as JSON. */
export interface RunResult {
  readonly scenario: string;
  readonly about: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: { readonly node: string; readonly cores: number; readonly processor: string };
  readonly settings: Readonly<Record<string, unknown>>;
  /** By target, all steps together. */
  readonly totals: Readonly<Record<string, Figures>>;
  readonly steps: readonly StepResult[];
  readonly slices: readonly SliceResult[];
  readonly extra: Readonly<Record<string, number>>;
  readonly compared: Compared | null;
  readonly verdicts: readonly Verdict[];
  /** What to know before believing the figures. */
  readonly warnings: readonly string[];
}

/** The target that thresholds are about. */
export const GATEWAY = 'gateway';

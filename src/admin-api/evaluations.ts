import type { Ablation } from '../evaluation/ablation.ts';
import type { Comparison } from '../evaluation/comparison.ts';
import type { Damage } from '../evaluation/damage.ts';
import type { Latency } from '../evaluation/latency.ts';
import type { MovedQuery, OffOn, StageMeans } from '../evaluation/report.ts';

/** `GET /api/evaluations`: what `relevance eval --save` left, the latest first. */
export interface EvaluationsReport {
  readonly evaluations: readonly EvaluationSummary[];
  /** Files that are there and cannot be read as evaluations. */
  readonly unreadable: readonly string[];
}

export interface EvaluationSummary {
  readonly id: string;
  /** ISO 8601. */
  readonly savedAt: string;
  readonly dataset: string;
  /** Null for rankings from files. */
  readonly index: string | null;
  readonly queries: number;
  /** The metric that decides. */
  readonly metric: { readonly name: string; readonly comparison: Comparison };
  readonly ablated: boolean;
}

/** `GET /api/evaluations/{id}`: as `relevance eval --json` prints it, with all queries that moved. */
export interface SavedEvaluation {
  readonly id: string;
  readonly savedAt: string;
  readonly index: string | null;
  readonly dataset: string;
  readonly target: string;
  readonly body: unknown;
  readonly queries: number;
  readonly skipped: number;
  /** By name, as `ndcg@10`; the first decides. */
  readonly metrics: Readonly<Record<string, Comparison>>;
  readonly damage: Damage;
  readonly zeroResults: OffOn;
  readonly unjudged: OffOn;
  /** Share of searches whose status is `applied`. */
  readonly applied: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly latency: { readonly off: Latency; readonly on: Latency } | null;
  /** All queries that changed, largest change first. */
  readonly moved: readonly MovedQuery[];
  readonly stages: readonly StageMeans[];
  readonly typos?: { readonly seed: number; readonly clean: number; readonly recovered: number };
  readonly ablation?: Ablation;
}

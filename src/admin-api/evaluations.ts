import type { Comparison } from '../evaluation/comparison.ts';
import type { EvaluationJson } from '../evaluation/summary.ts';

/** `GET /api/evaluations`: what `relevance eval --save` left, the latest first, at most 200. */
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

/** `GET /api/evaluations/{id}`: with all queries that moved. */
export interface SavedEvaluation extends EvaluationJson {
  readonly id: string;
  /** ISO 8601. */
  readonly savedAt: string;
}

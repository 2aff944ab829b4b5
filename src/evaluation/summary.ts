import type { Ablation } from './ablation.ts';
import type { Comparison } from './comparison.ts';
import type { Damage } from './damage.ts';
import { appliedShare, type Evaluation } from './evaluation.ts';
import type { Latency } from './latency.ts';
import type { MovedQuery, OffOn, StageMeans } from './report.ts';

/** An evaluation for scripts: as `relevance eval --json` prints it. */
export interface EvaluationJson {
  /** Null for rankings from files. */
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
  /** Queries that changed, largest change first. */
  readonly moved: readonly MovedQuery[];
  readonly stages: readonly StageMeans[];
  readonly typos?: { readonly seed: number; readonly clean: number; readonly recovered: number };
  readonly ablation?: Ablation;
}

/** @param mostMoved queries that are told of those that changed */
export function evaluationJson(
  { report, statuses, ...about }: Evaluation,
  mostMoved: number,
): EvaluationJson {
  const { queries, skipped, zeroResults, unjudged, damage, moved, stages } = report;
  return {
    ...about,
    queries,
    skipped,
    metrics: Object.fromEntries(report.metrics.map(({ name, comparison }) => [name, comparison])),
    damage,
    zeroResults,
    unjudged,
    applied: appliedShare(statuses),
    statuses: Object.fromEntries(statuses),
    moved: moved.slice(0, mostMoved),
    stages,
  };
}

import type { Comparison, Pair } from './comparison.ts';
import { compare, mean, mostMoved } from './comparison.ts';
import type { JudgedQuery, JudgedSet } from './judged-set.ts';
import type { Grades } from './metrics.ts';
import { hasRelevant, ndcg, precision, recall, reciprocalRank } from './metrics.ts';
import type { Resampling } from './significance.ts';

/** What one query found: document ids, best first, off and on. */
export interface Run {
  readonly queryId: string;
  readonly off: readonly string[];
  readonly on: readonly string[];
}

export interface ReportOptions extends Resampling {
  /** Depth of nDCG, MRR and precision. */
  readonly k: number;
  /** Depth of recall. */
  readonly recallDepth: number;
  /** How many of the most moved queries are listed. */
  readonly movedCount: number;
}

export interface MovedQuery {
  readonly id: string;
  readonly text: string;
  readonly stage: string | null;
  readonly off: number;
  readonly on: number;
}

export interface Report {
  /** Queries that counted: those with a relevant document. */
  readonly queries: number;
  /** Queries left out because nothing judged was relevant. */
  readonly skipped: number;
  readonly k: number;
  readonly recallDepth: number;
  readonly ndcg: Comparison;
  readonly mrr: Comparison;
  readonly recall: Comparison;
  readonly precision: Comparison;
  /** Share of queries that found nothing at all, 0..1. */
  readonly zeroResults: { readonly off: number; readonly on: number };
  /** Share of the first k hits that nobody judged, 0..1: where it is high, the metrics say little. */
  readonly unjudged: { readonly off: number; readonly on: number };
  /** By change of nDCG. */
  readonly moved: readonly MovedQuery[];
  /** Mean nDCG of the queries that say what they are there to show, by that. */
  readonly stages: readonly StageMeans[];
}

export interface StageMeans {
  readonly stage: string;
  readonly queries: number;
  readonly off: number;
  readonly on: number;
}

/** The queries of a set that can be measured: judged, with a relevant document among the judged. */
export function measurable(set: JudgedSet): readonly JudgedQuery[] {
  return set.queries.filter(({ id }) => {
    const grades = set.grades.get(id);
    return grades !== undefined && hasRelevant(grades);
  });
}

/** Measures what was found with the pipeline off and on; runs of queries that cannot be measured are left out. */
export function report(set: JudgedSet, runs: readonly Run[], options: ReportOptions): Report {
  const { k, recallDepth, movedCount } = options;
  const queries = new Map(measurable(set).map((query) => [query.id, query]));
  const measured = runs.filter(({ queryId }) => queries.has(queryId));
  const judged = (queryId: string): Grades => set.grades.get(queryId) ?? new Map();
  const pairs = (metric: (ranking: readonly string[], grades: Grades) => number): readonly Pair[] =>
    measured.map(({ queryId, off, on }) => ({
      queryId,
      off: metric(off, judged(queryId)),
      on: metric(on, judged(queryId)),
    }));
  const ndcgPairs = pairs((ranking, grades) => ndcg(ranking, grades, k));
  const means = (metric: (ranking: readonly string[], grades: Grades) => number) => {
    const all = pairs(metric);
    return { off: mean(all.map(({ off }) => off)), on: mean(all.map(({ on }) => on)) };
  };
  return {
    queries: measured.length,
    skipped: set.queries.length - queries.size,
    k,
    recallDepth,
    ndcg: compare(ndcgPairs, options),
    mrr: compare(
      pairs((ranking, grades) => reciprocalRank(ranking, grades, k)),
      options,
    ),
    recall: compare(
      pairs((ranking, grades) => recall(ranking, grades, recallDepth)),
      options,
    ),
    precision: compare(
      pairs((ranking, grades) => precision(ranking, grades, k)),
      options,
    ),
    zeroResults: means((ranking) => (ranking.length === 0 ? 1 : 0)),
    unjudged: means((ranking, grades) => unjudged(ranking.slice(0, k), grades)),
    moved: mostMoved(ndcgPairs, movedCount).map(({ queryId, off, on }) => {
      const query = queries.get(queryId);
      return { id: queryId, text: query?.text ?? '', stage: query?.stage ?? null, off, on };
    }),
    stages: byStage(ndcgPairs, (queryId) => queries.get(queryId)?.stage ?? null),
  };
}

function byStage(pairs: readonly Pair[], stageOf: (queryId: string) => string | null): readonly StageMeans[] {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const stage = stageOf(pair.queryId);
    if (stage === null) continue;
    const group = groups.get(stage);
    if (group === undefined) groups.set(stage, [pair]);
    else group.push(pair);
  }
  return [...groups].map(([stage, group]) => ({
    stage,
    queries: group.length,
    off: mean(group.map(({ off }) => off)),
    on: mean(group.map(({ on }) => on)),
  }));
}

function unjudged(top: readonly string[], grades: Grades): number {
  return top.length === 0 ? 0 : top.filter((id) => !grades.has(id)).length / top.length;
}

import type { Comparison, Pair } from './comparison.ts';
import { compare, mean, mostMoved } from './comparison.ts';
import type { Damage } from './damage.ts';
import { damage } from './damage.ts';
import type { JudgedQuery, JudgedSet } from './judged-set.ts';
import { maxGradeOf, metricOf } from './metric.ts';
import type { Grades } from './metrics.ts';
import { hasRelevant, unjudged } from './metrics.ts';
import type { Resampling } from './significance.ts';

/** What one query found: document ids, best first, off and on. */
export interface Run {
  readonly queryId: string;
  readonly off: readonly string[];
  readonly on: readonly string[];
}

export interface ReportOptions extends Resampling {
  /** Names, as {@link metricOf} reads them; the first decides which queries moved and which were damaged. */
  readonly metrics: readonly string[];
  /** How many of the first hits are looked at for unjudged ones. */
  readonly k: number;
  /** A loss of more than this, of the first metric, is damage. */
  readonly damageThreshold?: number;
}

/** A query and its value of the first metric. */
export interface MovedQuery {
  readonly id: string;
  readonly text: string;
  readonly stage: string | null;
  readonly off: number;
  readonly on: number;
}

export interface MetricComparison {
  readonly name: string;
  readonly label: string;
  readonly comparison: Comparison;
}

/** A share of queries or of hits, 0..1. */
export interface OffOn {
  readonly off: number;
  readonly on: number;
}

export interface Report {
  /** Queries that counted: those with a relevant document. */
  readonly queries: number;
  /** Queries left out because nothing judged was relevant. */
  readonly skipped: number;
  readonly k: number;
  /** In the order asked for; at least one. */
  readonly metrics: readonly MetricComparison[];
  readonly damage: Damage;
  /** Share of queries that found nothing at all. */
  readonly zeroResults: OffOn;
  /** Share of the first k hits that nobody judged: where it is high, the metrics say little. */
  readonly unjudged: OffOn;
  /** All queries that changed, largest change first. */
  readonly moved: readonly MovedQuery[];
  /** Mean of the first metric over the queries that say what they are there to show, by that. */
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

/**
 * Measures what was found with the pipeline off and on; runs of queries that cannot be measured are left out.
 * @throws GatewayError `bad_request` for a metric that there is not
 */
export function report(set: JudgedSet, runs: readonly Run[], options: ReportOptions): Report {
  const { k } = options;
  const queries = new Map(measurable(set).map((query) => [query.id, query]));
  const measured = runs.filter(({ queryId }) => queries.has(queryId));
  const pairs = (of: (ranking: readonly string[], grades: Grades) => number): readonly Pair[] =>
    measured.map(({ queryId, off, on }) => {
      const grades = set.grades.get(queryId) ?? new Map();
      return { queryId, off: of(off, grades), on: of(on, grades) };
    });
  const means = (of: (ranking: readonly string[], grades: Grades) => number): OffOn => {
    const all = pairs(of);
    return { off: mean(all.map(({ off }) => off)), on: mean(all.map(({ on }) => on)) };
  };
  const maxGrade = maxGradeOf(set);
  const metrics = options.metrics.map((name) => {
    const metric = metricOf(name, maxGrade);
    return { metric, pairs: pairs((ranking, grades) => metric.of(ranking, grades)) };
  });
  const deciding = metrics[0]?.pairs ?? [];
  return {
    queries: measured.length,
    skipped: set.queries.length - queries.size,
    k,
    metrics: metrics.map(({ metric: { name, label }, pairs: values }) => ({
      name,
      label,
      comparison: compare(values, options),
    })),
    damage: damage(deciding, options.damageThreshold),
    zeroResults: means((ranking) => (ranking.length === 0 ? 1 : 0)),
    unjudged: means((ranking, grades) => unjudged(ranking, grades, k)),
    moved: mostMoved(deciding, deciding.length).map(({ queryId, off, on }) => {
      const query = queries.get(queryId);
      return { id: queryId, text: query?.text ?? '', stage: query?.stage ?? null, off, on };
    }),
    stages: byStage(deciding, (queryId) => queries.get(queryId)?.stage ?? null),
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

import { mean } from './comparison.ts';
import type { JudgedSet } from './judged-set.ts';
import { maxGradeOf, metricOf } from './metric.ts';
import { unjudged } from './metrics.ts';
import { measurable } from './report.ts';
import type { Interval, Resampling } from './significance.ts';
import { bootstrapInterval } from './significance.ts';

export interface MeasurementOptions extends Resampling {
  /** Names, as {@link metricOf} reads them. */
  readonly metrics: readonly string[];
  /** How many of the first hits are looked at for unjudged ones. */
  readonly k: number;
}

export interface MeasuredMetric {
  readonly name: string;
  readonly label: string;
  /** Mean over the queries. */
  readonly value: number;
  /** 95 % bootstrap interval of it. */
  readonly interval: Interval;
}

/** What one run is worth, compared with nothing. */
export interface Measurement {
  /** Queries that counted: those with a relevant document. */
  readonly queries: number;
  /** Queries left out because nothing judged was relevant. */
  readonly skipped: number;
  readonly k: number;
  readonly metrics: readonly MeasuredMetric[];
  /** Share of queries that found nothing at all, 0..1. */
  readonly zeroResults: number;
  /** Share of the first k hits that nobody judged, 0..1. */
  readonly unjudged: number;
}

/**
 * Measures rankings by query id. A query that can be measured and has no ranking found nothing: what a system left
 * out must not raise its mean.
 * @throws GatewayError `bad_request` for a metric that there is not
 */
export function measure(
  set: JudgedSet,
  rankings: ReadonlyMap<string, readonly string[]>,
  options: MeasurementOptions,
): Measurement {
  const queries = measurable(set);
  const each = queries.map(({ id }) => ({
    ranking: rankings.get(id) ?? [],
    grades: set.grades.get(id) ?? new Map<string, number>(),
  }));
  const maxGrade = maxGradeOf(set);
  return {
    queries: queries.length,
    skipped: set.queries.length - queries.length,
    k: options.k,
    metrics: options.metrics.map((name) => {
      const metric = metricOf(name, maxGrade);
      const values = each.map(({ ranking, grades }) => metric.of(ranking, grades));
      const interval = bootstrapInterval(values, options);
      return { name, label: metric.label, value: mean(values), interval };
    }),
    zeroResults: mean(each.map(({ ranking }) => (ranking.length === 0 ? 1 : 0))),
    unjudged: mean(each.map(({ ranking, grades }) => unjudged(ranking, grades, options.k))),
  };
}

import type { RecordableHistogram } from 'node:perf_hooks';
import type { Counts, Tally } from './generator/tally.ts';

/** Times in milliseconds. */
export interface Quantiles {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** What a tally says, as numbers to read, to write and to hold against thresholds. */
export interface Figures {
  /** Of the time in which requests were due. */
  readonly seconds: number;
  readonly counts: Readonly<Counts>;
  /** Requests a second that were due, and good answers a second. */
  readonly offered: number;
  readonly throughput: number;
  /** Shares, 0..1, of the requests that were due. */
  readonly errors: number;
  readonly refused: number;
  /** Shares, 0..1, of the searches that said what became of them. */
  readonly applied: number;
  readonly degraded: number;
  readonly latency: Quantiles;
  readonly service: Quantiles;
  readonly lag: Quantiles;
  readonly stages: Readonly<Record<string, Quantiles>>;
  readonly endings: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly degradedStages: Readonly<Record<string, number>>;
}

/** @param seconds for which requests were due */
export function figuresOf(tally: Tally, seconds: number): Figures {
  const { counts, latency, service, lag, stages } = tally;
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    seconds,
    counts,
    offered: share(counts.due, seconds),
    throughput: share(counts.good, seconds),
    errors: share(counts.failed, counts.due),
    refused: share(counts.refused, counts.due),
    applied: share(counts.applied, counts.looked),
    degraded: share(counts.degraded, counts.looked),
    latency: quantilesOf(latency),
    service: quantilesOf(service),
    lag: quantilesOf(lag),
    // As they ran, but for the sum of them, which comes last.
    stages: Object.fromEntries(
      [...stages]
        .toSorted(([one], [other]) => Number(one === 'total') - Number(other === 'total'))
        .map(([stage, histogram]) => [stage, quantilesOf(histogram)]),
    ),
    endings: Object.fromEntries(tally.endings),
    statuses: Object.fromEntries(tally.statuses),
    degradedStages: Object.fromEntries(tally.degradedStages),
  };
}

/** All 0 where nothing was recorded. */
export function quantilesOf(histogram: RecordableHistogram): Quantiles {
  const { count } = histogram;
  const at = (percentile: number): number => (count === 0 ? 0 : histogram.percentile(percentile) / 1000);
  return {
    count,
    mean: count === 0 ? 0 : histogram.mean / 1000,
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p999: at(99.9),
    max: count === 0 ? 0 : histogram.max / 1000,
  };
}

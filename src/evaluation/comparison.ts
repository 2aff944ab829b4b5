import type { Interval, Resampling } from './significance.ts';
import { bootstrapInterval, randomisationTest } from './significance.ts';

/** One metric with the pipeline off and on, over the same queries. */
export interface Comparison {
  /** Means over the queries. */
  readonly off: number;
  readonly on: number;
  /** on − off */
  readonly difference: number;
  /** 95 % bootstrap interval of the difference. */
  readonly interval: Interval;
  /** Two-sided, of the paired randomisation test. */
  readonly p: number;
  /** Queries that got better, got worse, stayed. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

/** A query's value of a metric, off and on. */
export interface Pair {
  readonly queryId: string;
  readonly off: number;
  readonly on: number;
}

/** Differences below this are rounding. */
const TIE = 1e-9;

/** Compares two rankings query by query; all zero, with p = 1, where there is no query. */
export function compare(pairs: readonly Pair[], options: Resampling = {}): Comparison {
  const differences = pairs.map(({ off, on }) => (Math.abs(on - off) < TIE ? 0 : on - off));
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  return {
    off: mean(pairs.map(({ off }) => off)),
    on: mean(pairs.map(({ on }) => on)),
    difference: mean(differences),
    interval: bootstrapInterval(differences, options),
    p: randomisationTest(differences, options),
    wins,
    losses,
    ties: pairs.length - wins - losses,
  };
}

/** The pairs that differ most, largest change first, equal changes by query id. */
export function mostMoved(pairs: readonly Pair[], count: number): readonly Pair[] {
  const change = ({ off, on }: Pair): number => Math.abs(on - off);
  return pairs
    .filter((pair) => change(pair) >= TIE)
    .sort((a, b) => change(b) - change(a) || (a.queryId < b.queryId ? -1 : 1))
    .slice(0, count);
}

export function mean(values: readonly number[]): number {
  if (values.length === 0) return 0;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

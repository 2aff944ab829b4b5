import type { Comparison } from '../comparison.ts';
import type { MovedQuery } from '../report.ts';
import type { Point } from './grid-search.ts';

/** What tuning came to, and how. */
export interface Tuning {
  readonly dataset: string;
  readonly index: string;
  readonly metric: string;
  readonly seed: number;
  /** Price of going away from what is configured; Infinity stays there. */
  readonly restraint: number;
  readonly folds: readonly TunedFold[];
  /** Each query by what was chosen without its fold; off is what is configured now. */
  readonly comparison: Comparison;
  /** Queries whose value that changed, most first. */
  readonly moved: readonly MovedQuery[];
  /** What is written, on the very queries that it was chosen by: an upper bound. */
  readonly seen: number;
  readonly start: Point;
  readonly tuned: Point;
  readonly tried: readonly TriedParameter[];
}

/** What was chosen without the queries of one fold, and what it came to on them. */
export interface TunedFold {
  readonly queries: number;
  readonly restraint: number;
  readonly point: Point;
  /** Means over the fold's queries: as configured, and as chosen. */
  readonly off: number;
  readonly on: number;
}

/**
 * The values of one parameter, and the mean over all queries with each, all others as they are written; of a field as
 * if fields had weights of their own, without which its weight says nothing.
 */
export interface TriedParameter {
  readonly name: string;
  readonly values: readonly { readonly value: number; readonly mean: number }[];
}

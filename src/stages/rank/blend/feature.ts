import type { Candidate } from '../../../domain/candidate.ts';
import type { Query } from '../../../domain/query.ts';

/** What features may know of a search. */
export interface Window {
  readonly candidates: readonly Candidate[];
  readonly query: Query;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A number for each candidate of a window, NaN where it is not known. */
export interface Feature {
  /** The expression, as it was written. */
  readonly name: string;
  /** Paths of `_source` that it reads. */
  readonly fields: readonly string[];
  of(window: Window): readonly number[];
}

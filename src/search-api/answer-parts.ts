import type { ByteRange } from '../domain/search-request.ts';

/** One hit's own bytes, and what the pipeline knows it by. */
export interface HitSlice extends ByteRange {
  /** The answer that the offsets count in. */
  readonly body: Buffer;
  /** Empty where the answer has none (`stored_fields: _none_`). */
  readonly id: string;
  readonly index: string;
  readonly score: number | null;
  /** Null where the hit has no `_score`. */
  readonly scoreRange: ByteRange | null;
}

/** `hits.total`: an object, or a number under `rest_total_hits_as_int`. */
export interface TotalSlice {
  /** −1 where the engine was told not to count. */
  readonly value: number;
  readonly valueRange: ByteRange;
  /** The string, quotes included; null where the total is a number. */
  readonly relationRange: ByteRange | null;
}

export interface ScoreSlice extends ByteRange {
  readonly value: number | null;
}

/** A search answer and where in it the parts stand that assembly touches; null for what is not there. */
export interface SearchAnswer {
  readonly body: Buffer;
  readonly took: ByteRange | null;
  readonly timedOut: boolean;
  readonly shards: ByteRange | null;
  readonly total: TotalSlice | null;
  readonly maxScore: ScoreSlice | null;
  /** The array, brackets included. */
  readonly hitsRange: ByteRange | null;
  readonly hits: readonly HitSlice[];
}

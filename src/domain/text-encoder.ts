import type { Unanswered } from './inference.ts';

/** Turns texts into vectors: what lies close together means much the same. */
export interface TextEncoder {
  /** Name and version of the model. Vectors of two models have nothing to do with one another. */
  readonly modelId: string;
  /** Length of every vector. */
  readonly dims: number;
  /**
   * One vector a text, in order. The vector of a text does not depend on what else is asked. Never throws and is never
   * later than its deadline by more than a timer's tick.
   */
  encode(texts: readonly string[], options: EncodeOptions): Promise<Encoding>;
}

/** What the texts are, and how long vectors are waited for. */
export interface EncodeOptions {
  /** Some models read a question otherwise than what may answer it. */
  readonly as: 'query' | 'document';
  /** Gives up at once when it aborts. */
  readonly signal: AbortSignal;
  /** Milliseconds from now until the vectors are of no use any more. */
  readonly budgetMs: number;
  /** W3C `traceparent` of whoever asks, where that is recorded. */
  readonly traceparent?: string | undefined;
}

/** Vectors, or why there are none. */
export type Encoding = Encoded | Unanswered;

/** The vectors of the texts. */
export interface Encoded {
  readonly kind: 'encoded';
  /** All vectors one after another: vector i is `vectors.subarray(i * dims, (i + 1) * dims)`. Every number is finite. */
  readonly vectors: Float32Array;
  /**
   * Which share of the letters the model has words or parts of words for, 0..1, of the query that it knows least of; what it
   * takes letter by letter lies near anything. Absent: that cannot be told, or the texts are documents.
   */
  readonly readShare?: number | undefined;
}

import type { LiveModel } from '../model/live-model.ts';
import type { Input } from '../tokenize/input.ts';

/** Rows of one model that somebody waits for. */
export interface Work {
  readonly model: LiveModel;
  /** Without filling, the most promising first: where time is short, the end is left out. */
  readonly inputs: readonly Input[];
  /** Whether a part of the rows is of use. */
  readonly partial: boolean;
  readonly urgency: Urgency;
  /** On the scheduler's clock. */
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
}

/** What comes first: a query's vector holds up a whole leg, documents to be indexed hold up nobody. */
export const URGENCY = { query: 0, score: 1, document: 2 } as const;
export type Urgency = (typeof URGENCY)[keyof typeof URGENCY];

export type WorkResult =
  | {
      readonly kind: 'done';
      /** Row after row, from the first on. */
      readonly values: Float32Array;
      /** How many rows were run; fewer than asked for only where a part is of use. */
      readonly rows: number;
    }
  | {
      readonly kind: 'undone';
      readonly reason: 'shed' | 'late' | 'cancelled' | 'failed';
      readonly detail: string;
    };

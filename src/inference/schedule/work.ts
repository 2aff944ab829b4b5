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
  /** Whether little was asked for, before anything was left out for want of time; then it need not wait for much. */
  readonly brief: boolean;
  /** On the scheduler's clock. */
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
  /** W3C `traceparent` of whoever asks, where that is recorded. */
  readonly traceparent?: string | undefined;
}

/**
 * What comes first: a query's vector holds up a whole leg. A dearer model refines what a cheaper one has scored when nobody
 * waits for a first score. Documents to be indexed hold up nobody.
 */
export const URGENCY = { query: 0, score: 1, refine: 2, document: 3 } as const;
export type Urgency = (typeof URGENCY)[keyof typeof URGENCY];

/** What decides on who goes first. */
export type Claim = Pick<Work, 'urgency' | 'brief' | 'deadlineAt'>;

/**
 * The more urgent, then what is brief, then what has to be done first. Not what takes least: under load, requests that
 * were cut down to fit behind others would overtake those, and what was begun would never end.
 */
export function precedes(a: Claim, b: Claim): boolean {
  if (a.urgency !== b.urgency) return a.urgency < b.urgency;
  if (a.brief !== b.brief) return a.brief;
  return a.deadlineAt < b.deadlineAt;
}

export type WorkResult =
  | {
      readonly kind: 'done';
      /** Row after row, from the first on. */
      readonly values: Float32Array;
      /** How many rows were run; fewer than asked for only where a part is of use. */
      readonly rows: number;
      /** Milliseconds until the first of them was begun. */
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'undone';
      readonly reason: 'shed' | 'late' | 'cancelled' | 'failed';
      readonly detail: string;
    };

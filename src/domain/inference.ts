import type { DegradeReason } from './degraded.ts';

/** Why a model gave no answer; the search goes on without it. */
export interface Unanswered {
  readonly kind: 'unanswered';
  /**
   * `shed`: refused at once, for want of room or of time; `late`: the deadline passed; `cancelled`: the signal aborted;
   * `failed`: it broke, or what it said was nonsense; `closed`: it is not there.
   */
  readonly reason: 'shed' | 'late' | 'cancelled' | 'failed' | 'closed';
  /** For logs and explanations; holds no text of a query or document. */
  readonly detail: string;
}

/** What a search lacks for it: time, where others were served first, or a model. */
export function withoutModel(reason: Unanswered['reason']): DegradeReason {
  return reason === 'shed' || reason === 'late' ? 'no_time' : 'no_model';
}

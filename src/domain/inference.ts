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

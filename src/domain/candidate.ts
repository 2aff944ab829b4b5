/** One document on its way to the result list. */
export interface Candidate {
  readonly index: string;
  readonly id: string;
  /** What the current step sorts by; null where the engine gave none. */
  readonly score: number | null;
  /** Where each leg that found the document ranked it (from 1) and how it scored it. */
  readonly legs: readonly LegRank[];
}

export interface LegRank {
  readonly leg: string;
  readonly rank: number;
  readonly score: number | null;
}

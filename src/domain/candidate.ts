/** One document on its way to the result list. */
export interface Candidate {
  readonly index: string;
  readonly id: string;
  /** What the current step sorts by; null where the engine gave none. */
  readonly score: number | null;
  /** Where each leg that found the document ranked it (from 1) and how it scored it. */
  readonly legs: readonly LegRank[];
  /** Of `_source`, what rank stages read, by the path they asked for, as the caller may see it; empty unless asked for. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What rank stages did to it, in order, for the explain tree. */
  readonly notes: readonly CandidateNote[];
}

/** What tells documents apart. No index name holds a slash. */
export function documentKey({ index, id }: Pick<Candidate, 'index' | 'id'>): string {
  return `${index}/${id}`;
}

/** How one leg placed a document. */
export interface LegRank {
  readonly leg: string;
  readonly rank: number;
  readonly score: number | null;
}

/** The candidate with what a rank stage did to it. */
export function noted(candidate: Candidate, note: CandidateNote): Candidate {
  return { ...candidate, notes: [...candidate.notes, note] };
}

/** What one rank stage did to one document; JSON-like values only. */
export interface CandidateNote {
  readonly stage: string;
  readonly [what: string]: unknown;
}

import type { Candidate } from '../../../domain/candidate.ts';

/** What each model of the cascade said of a candidate, the cheapest first; empty where none looked. */
export function modelScores({ notes }: Pick<Candidate, 'notes'>): readonly number[] {
  const scores = notes.find(({ stage }) => stage === 'rerank')?.['scores'];
  const values: readonly unknown[] =
    typeof scores === 'object' && scores !== null ? Object.values(scores) : [];
  return values.filter((value) => typeof value === 'number');
}

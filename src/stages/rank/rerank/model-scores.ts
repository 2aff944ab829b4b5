import type { Candidate } from '../../../domain/candidate.ts';

/** Of the first model that looked at a candidate; undefined where its scores only compare. */
export function temperatureOf({ notes }: Pick<Candidate, 'notes'>): number | undefined {
  const temperature = rerankNote(notes)?.['temperature'];
  return typeof temperature === 'number' ? temperature : undefined;
}

/** What each model of the cascade said of a candidate, the cheapest first; empty where none looked. */
export function modelScores({ notes }: Pick<Candidate, 'notes'>): readonly number[] {
  const scores = rerankNote(notes)?.['scores'];
  const values: readonly unknown[] =
    typeof scores === 'object' && scores !== null ? Object.values(scores) : [];
  return values.filter((value) => typeof value === 'number');
}

/** What `rerank` noted of a candidate; undefined where it did not take part. */
function rerankNote(notes: Candidate['notes']): Candidate['notes'][number] | undefined {
  return notes.find(({ stage }) => stage === 'rerank');
}

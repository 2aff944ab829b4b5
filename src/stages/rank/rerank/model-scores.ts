import type { Candidate } from '../../../domain/candidate.ts';

/** Of the first model that looked at a candidate; undefined where its scores only compare. */
export function temperatureOf({ notes }: Pick<Candidate, 'notes'>): number | undefined {
  const temperature = notes.find(({ stage }) => stage === 'rerank')?.['temperature'];
  return typeof temperature === 'number' ? temperature : undefined;
}

/** What each model of the cascade said of a candidate, the cheapest first; empty where none looked. */
export function modelScores({ notes }: Pick<Candidate, 'notes'>): readonly number[] {
  const scores = notes.find(({ stage }) => stage === 'rerank')?.['scores'];
  const values: readonly unknown[] =
    typeof scores === 'object' && scores !== null ? Object.values(scores) : [];
  return values.filter((value) => typeof value === 'number');
}

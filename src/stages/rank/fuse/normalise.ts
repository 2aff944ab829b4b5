/** How the scores of a leg are made comparable with those of another. */
export type Normalisation = 'min-max' | 'z' | 'l2';

export interface Normalised {
  /** In the order of the scores; finite. */
  readonly values: readonly number[];
  /** What a document counts that the leg did not find: no more than the least of those that it found. */
  readonly absent: number;
}

/**
 * Scores of one leg on a common scale, higher is better, order kept. `min-max` gives 0..1, `z` standard deviations
 * from the mean, `l2` shares of a vector of length 1. Equal scores are equally good: all of them count as found well.
 * A score that is no finite number counts as the least one.
 */
export function normalise(scores: readonly (number | null)[], how: Normalisation): Normalised {
  const known = scores.filter((score): score is number => score !== null && Number.isFinite(score));
  if (known.length === 0) return { values: scores.map(() => 1), absent: 0 };
  // In −1..1 from here on: no difference of two scores, and no square, overflows.
  const largest = known.reduce((most, score) => Math.max(most, Math.abs(score)), 0) || 1;
  const least = known.reduce((a, b) => Math.min(a, b)) / largest;
  const most = known.reduce((a, b) => Math.max(a, b)) / largest;
  const given = scores.map((score) => (score !== null && Number.isFinite(score) ? score / largest : least));
  if (most === least) return { values: given.map(() => 1), absent: 0 };
  const inSpan = given.map((score) => (score - least) / (most - least));
  if (how === 'min-max') return { values: inSpan, absent: 0 };
  if (how === 'z') {
    const mean = inSpan.reduce((sum, value) => sum + value, 0) / inSpan.length;
    const variance = inSpan.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inSpan.length;
    const deviation = Math.sqrt(variance);
    return { values: inSpan.map((value) => (value - mean) / deviation), absent: -mean / deviation };
  }
  const length = Math.hypot(...given);
  return { values: given.map((value) => value / length), absent: Math.min(0, least / length) };
}

import type { Candidate } from '../../../domain/candidate.ts';

/**
 * The scores of a list, dealt out anew from the greatest down, so that they fall along its new order; what came without
 * one takes that of its place.
 * @param scored whose scores they are
 */
export function descending(
  placed: readonly Candidate[],
  scored: readonly Candidate[] = placed,
): readonly Candidate[] {
  const scores = scored.flatMap(({ score }) => (score === null ? [] : [score])).toSorted((a, b) => b - a);
  return placed.map((candidate, at) => {
    const score = scores[Math.min(at, scores.length - 1)] ?? candidate.score;
    return score === candidate.score ? candidate : { ...candidate, score };
  });
}

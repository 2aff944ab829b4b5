import type { Scored, ScoringPass } from '../../../domain/cross-encoder.ts';
import { confidence } from './confidence.ts';

/**
 * What a cascade says of each text as one number in 0..1, higher is better; null where no model looked. The cheapest
 * model looked at most texts, so it gives the scale. A dearer one has no common scale with it: it deals the places out
 * anew that the cheaper ones gave to the same texts, and moves no text past one that it did not see.
 */
export function settle({ passes }: Scored): readonly (number | null)[] {
  const [first, ...dearer] = passes;
  let values = onScale(first);
  for (const { scores } of dearer) {
    const seen = scores.flatMap((score, at) => (score === null || values[at] === null ? [] : [at]));
    const places = seen.map((at) => values[at]!).toSorted((a, b) => b - a);
    const byScore = seen.toSorted((a, b) => scores[b]! - scores[a]! || values[b]! - values[a]! || a - b);
    const dealt = new Map(byScore.map((at, place) => [at, places[place]!]));
    values = values.map((value, at) => dealt.get(at) ?? value);
  }
  return values;
}

function onScale({ scores, temperature }: ScoringPass): readonly (number | null)[] {
  if (temperature === undefined) return spread(scores);
  return scores.map((score) => (score === null ? null : confidence(score, temperature)));
}

/** From the least to the greatest score; all alike count as good. */
function spread(scores: readonly (number | null)[]): readonly (number | null)[] {
  const known = scores.filter((score) => score !== null);
  const least = Math.min(...known);
  const most = Math.max(...known);
  return scores.map((score) =>
    score === null ? null : most === least ? 1 : (score - least) / (most - least),
  );
}

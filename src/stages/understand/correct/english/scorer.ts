import type { EnglishModel } from './english-model.ts';
import { FEATURES } from './features.ts';
import type { Reading } from './readings.ts';

/** A reading other than the typed word, with its probability among all readings of the word. */
export interface Weighed {
  readonly text: string;
  readonly probability: number;
}

/** The weights of a model as a vector; a feature without one counts nothing. */
export function weightVector({ weights }: EnglishModel): Float64Array {
  return Float64Array.from(FEATURES, (name) => weights[name] ?? 0);
}

/** The readings but the first, which is the typed word, most probable first (softmax over all of them). */
export function weigh(readings: readonly Reading[], weights: Float64Array): readonly Weighed[] {
  if (readings.length < 2) return [];
  const scores = readings.map(({ features, bonus }) => {
    let score = bonus;
    for (let at = 0; at < weights.length; at += 1) score += features[at]! * weights[at]!;
    return score;
  });
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return readings
    .map(({ text }, at) => ({ text, probability: shares[at]! / total }))
    .slice(1)
    .sort((a, b) => b.probability - a.probability);
}

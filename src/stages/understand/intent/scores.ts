import type { SparseVector } from './vectoriser.ts';

/**
 * The score of each class for a vector.
 * @param weights by feature, then class
 */
export function scoresOf(
  { places, values }: SparseVector,
  weights: Float32Array | Float64Array,
  classes: number,
): Float64Array {
  const scores = new Float64Array(classes);
  for (let at = 0; at < places.length; at += 1) {
    const row = places[at]! * classes;
    const value = values[at]!;
    for (let one = 0; one < classes; one += 1) scores[one]! += value * weights[row + one]!;
  }
  return scores;
}

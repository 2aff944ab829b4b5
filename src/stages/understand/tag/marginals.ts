import type { ChainWeights } from './chain.ts';

/** How probable labels are. */
export interface Marginals {
  /** Of each label at each place: `places[place * labels + label]`. */
  readonly places: Float64Array;
  /** How often each label follows each other one, as the weights of transitions. */
  readonly transitions: Float64Array;
}

/** What is multiplied; scaled at each place, so that products of many numbers stay in range. */
interface Factors {
  readonly labels: number;
  readonly local: Float64Array;
  readonly steps: Float32Array | Float64Array;
}

/**
 * The probabilities of labels given all features, by forward and backward sums (Lafferty et al. 2001). One that may
 * not follow another counts like any other: the data teach that.
 * @param scores of each label at each place by its features alone
 */
export function marginals({ labels, transitions }: ChainWeights, scores: Float64Array): Marginals {
  const factors = { labels, local: localFactors(scores, labels), steps: transitions.map(Math.exp) };
  const forward = forwardSums(factors);
  const backward = backwardSums(factors);
  const places = forward.map((sum, at) => sum * backward[at]!);
  for (let row = 0; row < places.length; row += labels) scaleToOne(places, row, labels);
  return { places, transitions: expectedSteps(factors, { forward, backward, places }) };
}

function localFactors(scores: Float64Array, labels: number): Float64Array {
  const local = new Float64Array(scores.length);
  for (let row = 0; row < scores.length; row += labels) {
    let top = -Infinity;
    for (let label = 0; label < labels; label += 1) top = Math.max(top, scores[row + label]!);
    for (let label = 0; label < labels; label += 1) local[row + label] = Math.exp(scores[row + label]! - top);
  }
  return local;
}

/** Of all ways to get to a label at a place; 1 in sum at each place. */
function forwardSums({ labels, local, steps }: Factors): Float64Array {
  const sums = new Float64Array(local.length);
  for (let row = 0; row < local.length; row += labels) {
    for (let label = 0; label < labels; label += 1) {
      let reached = row === 0 ? steps[labels * labels + label]! : 0;
      for (let before = 0; row > 0 && before < labels; before += 1) {
        reached += sums[row - labels + before]! * steps[before * labels + label]!;
      }
      sums[row + label] = reached * local[row + label]!;
    }
    scaleToOne(sums, row, labels);
  }
  return sums;
}

/** Of all ways to go on from a label at a place; 1 in sum at each place. */
function backwardSums({ labels, local, steps }: Factors): Float64Array {
  const sums = new Float64Array(local.length).fill(1);
  for (let row = local.length - 2 * labels; row >= 0; row -= labels) {
    for (let label = 0; label < labels; label += 1) {
      let rest = 0;
      for (let after = 0; after < labels; after += 1) {
        const next = row + labels + after;
        rest += steps[label * labels + after]! * local[next]! * sums[next]!;
      }
      sums[row + label] = rest;
    }
    scaleToOne(sums, row, labels);
  }
  return sums;
}

interface Sums {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  readonly places: Float64Array;
}

function expectedSteps({ labels, local, steps }: Factors, { forward, backward, places }: Sums): Float64Array {
  const expected = new Float64Array((labels + 1) * labels);
  for (let label = 0; label < labels && label < places.length; label += 1) {
    expected[labels * labels + label] = places[label]!;
  }
  const pairs = new Float64Array(labels * labels);
  for (let row = labels; row < forward.length; row += labels) {
    for (let pair = 0; pair < pairs.length; pair += 1) {
      const [before, label] = [Math.floor(pair / labels), pair % labels];
      pairs[pair] =
        forward[row - labels + before]! * steps[pair]! * local[row + label]! * backward[row + label]!;
    }
    scaleToOne(pairs, 0, pairs.length);
    for (let pair = 0; pair < pairs.length; pair += 1) expected[pair]! += pairs[pair]!;
  }
  return expected;
}

function scaleToOne(values: Float64Array, start: number, count: number): void {
  let total = 0;
  for (let at = start; at < start + count; at += 1) total += values[at]!;
  for (let at = start; at < start + count; at += 1) values[at]! /= total;
}

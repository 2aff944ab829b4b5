import type { WordList } from '../text/word-list.ts';
import type { Unit } from './units.ts';

/** A word that the dictionary allows: units `from` (inclusive) to `to` (exclusive). */
export interface Edge {
  readonly from: number;
  readonly to: number;
  /** Natural logarithm of the word's probability. */
  readonly weight: number;
  readonly isKnown: boolean;
}

/**
 * Every word over one run of units that some dictionary holds, and each unit by itself, by where they start. Of a
 * word in several dictionaries the last one's weight counts.
 * @param folded the whole text, folded without change of offsets
 * @param unknownWeight weight of a unit that is no word
 */
export function buildLattice(
  folded: string,
  units: readonly Unit[],
  dictionaries: readonly WordList[],
  unknownWeight: number,
): readonly (readonly Edge[])[] {
  return units.map((_, from) => {
    const weights = new Map<number, number>();
    for (const words of dictionaries) addWords(weights, folded, units, { from, words });
    const edges: Edge[] = [];
    if (!weights.has(from + 1)) edges.push({ from, to: from + 1, weight: unknownWeight, isKnown: false });
    for (const [to, weight] of weights) edges.push({ from, to, weight, isKnown: true });
    return edges.toSorted((a, b) => a.to - b.to);
  });
}

/** Adds the dictionary's words that start at a unit: the weight of each by where it ends. */
function addWords(
  weights: Map<number, number>,
  folded: string,
  units: readonly Unit[],
  { from, words }: { readonly from: number; readonly words: WordList },
): void {
  const start = units[from]!.start;
  let range = words.all;
  for (let to = from; to < units.length; to += 1) {
    const { start: unitStart, end: unitEnd } = units[to]!;
    for (let at = unitStart; at < unitEnd; at += 1) {
      const narrower = words.narrow(range, at - start, folded.charCodeAt(at));
      if (narrower === undefined) return;
      range = narrower;
    }
    const weight = words.weightOf(range, unitEnd - start);
    if (weight !== undefined) weights.set(to + 1, weight);
  }
}

/** The most probable way through a lattice; of equal ones that with the longer first words. */
export function bestPath(lattice: readonly (readonly Edge[])[]): readonly Edge[] {
  return pathFrom(0, backwards(lattice).chosen);
}

/** The most probable ways through a lattice, whatever word they must hold. */
export interface BestPaths {
  /** Natural logarithm of the probability of the best one. */
  readonly score: number;
  /** The same of the best one through a word. */
  scoreThrough(edge: Edge): number;
  through(edge: Edge): readonly Edge[];
}

export function bestPaths(lattice: readonly (readonly Edge[])[]): BestPaths {
  const { scores: after, chosen } = backwards(lattice);
  const before = new Float64Array(lattice.length + 1).fill(-Infinity);
  const last: (Edge | undefined)[] = [];
  before[0] = 0;
  for (const edges of lattice) {
    for (const edge of edges) {
      const score = before[edge.from]! + edge.weight;
      if (score <= before[edge.to]!) continue;
      before[edge.to] = score;
      last[edge.to] = edge;
    }
  }
  return {
    score: after[0]!,
    scoreThrough: ({ from, to, weight }) => before[from]! + weight + after[to]!,
    through(edge) {
      const head: Edge[] = [];
      for (let one = last[edge.from]; one !== undefined; one = last[one.from]) head.push(one);
      return [...head.reverse(), edge, ...pathFrom(edge.to, chosen)];
    },
  };
}

/** From each place to the end: the score of the best way, and its first word. */
function backwards(lattice: readonly (readonly Edge[])[]): {
  readonly scores: Float64Array;
  readonly chosen: readonly (Edge | undefined)[];
} {
  const scores = new Float64Array(lattice.length + 1);
  const chosen: (Edge | undefined)[] = [];
  for (let from = lattice.length - 1; from >= 0; from -= 1) {
    let bestScore = -Infinity;
    for (const edge of lattice[from]!) {
      const score = edge.weight + scores[edge.to]!;
      if (score >= bestScore) {
        bestScore = score;
        chosen[from] = edge;
      }
    }
    scores[from] = bestScore;
  }
  return { scores, chosen };
}

function pathFrom(start: number, chosen: readonly (Edge | undefined)[]): readonly Edge[] {
  const path: Edge[] = [];
  for (let edge = chosen[start]; edge !== undefined; edge = chosen[edge.to]) path.push(edge);
  return path;
}

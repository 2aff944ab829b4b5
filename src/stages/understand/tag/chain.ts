/** Weights of a linear-chain model: of features by row, then label; and of labels by the one before. */
export interface ChainWeights {
  readonly labels: number;
  /** `features[row * labels + label]` */
  readonly features: Float32Array | Float64Array;
  /** `transitions[before * labels + label]`; the last row is that of the beginning. */
  readonly transitions: Float32Array | Float64Array;
}

/** The score of each label at each place by its features alone: `scores[place * labels + label]`. */
export function placeScores({ labels, features }: ChainWeights, rows: readonly Uint32Array[]): Float64Array {
  const scores = new Float64Array(rows.length * labels);
  rows.forEach((own, place) => {
    for (const row of own) {
      for (let label = 0; label < labels; label += 1) {
        scores[place * labels + label]! += features[row * labels + label]!;
      }
    }
  });
  return scores;
}

/**
 * The labels with the highest score of all that may follow one another (Viterbi 1967).
 * @param allows whether a label may follow another; `labels` as the one before is the beginning
 */
export function bestLabels(
  { labels, transitions }: ChainWeights,
  scores: Float64Array,
  allows: (before: number, label: number) => boolean,
): readonly number[] {
  const places = scores.length / labels;
  if (places === 0) return [];
  const best = new Float64Array(scores.length).fill(-Infinity);
  const from = new Uint16Array(scores.length);
  for (let label = 0; label < labels; label += 1) {
    if (allows(labels, label)) best[label] = scores[label]! + transitions[labels * labels + label]!;
  }
  for (let place = 1; place < places; place += 1) {
    for (let label = 0; label < labels; label += 1) {
      const here = place * labels + label;
      for (let before = 0; before < labels; before += 1) {
        if (!allows(before, label)) continue;
        const score = best[here - label - labels + before]! + transitions[before * labels + label]!;
        if (score <= best[here]!) continue;
        best[here] = score;
        from[here] = before;
      }
      best[here]! += scores[here]!;
    }
  }
  return pathTo(lastOf(best, labels), from, labels);
}

function lastOf(best: Float64Array, labels: number): number {
  const end = best.length - labels;
  let last = 0;
  for (let label = 1; label < labels; label += 1) if (best[end + label]! > best[end + last]!) last = label;
  return last;
}

function pathTo(last: number, from: Uint16Array, labels: number): readonly number[] {
  const path: number[] = [];
  let label = last;
  for (let row = from.length - labels; row >= 0; row -= labels) {
    path.push(label);
    label = from[row + label]!;
  }
  return path.reverse();
}

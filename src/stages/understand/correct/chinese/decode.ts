import type { Candidate } from './candidates.ts';
import type { ChineseModel } from './chinese-model.ts';

/** A way to read a text, word by word. */
export interface Path {
  /** log10 of its probability, slips included. */
  readonly score: number;
  readonly words: readonly Candidate[];
}

const BEAM = 5;

interface Hypothesis {
  readonly score: number;
  readonly last: number;
  /** Place of the pair of the last two words. */
  readonly pair: number;
  readonly candidate: Candidate | undefined;
  readonly before: Hypothesis | undefined;
}

/** The most probable way through the candidates, by a beam over the last two words. */
export function bestPath(candidates: readonly (readonly Candidate[])[], model: ChineseModel): Path {
  const reached: Hypothesis[][] = Array.from({ length: candidates.length + 1 }, () => []);
  reached[0]!.push({ score: 0, last: -1, pair: -1, candidate: undefined, before: undefined });
  candidates.forEach((here, at) => {
    const open = pruned(reached[at]!);
    for (const candidate of here) {
      const { word, cost } = candidate;
      for (const before of open) {
        const pair = model.pair(before.last, word);
        const score = before.score + cost + model.trigram(before.pair, before.last, word, pair);
        reached[candidate.end]!.push({ score, last: word, pair, candidate, before });
      }
    }
  });
  const [best] = pruned(reached[candidates.length]!);
  const words: Candidate[] = [];
  for (let step = best; step?.candidate !== undefined; step = step.before) words.unshift(step.candidate);
  return { score: best?.score ?? -Infinity, words };
}

/** The best hypotheses, one for each pair of last words. */
function pruned(hypotheses: Hypothesis[]): readonly Hypothesis[] {
  hypotheses.sort((a, b) => b.score - a.score);
  const kept: Hypothesis[] = [];
  const seen = new Set<number>();
  for (const one of hypotheses) {
    const state = one.pair >= 0 ? one.pair + 1_000_000 : one.last;
    if (seen.has(state)) continue;
    seen.add(state);
    kept.push(one);
    if (kept.length === BEAM) break;
  }
  return kept;
}

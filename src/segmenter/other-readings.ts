import { bestPaths, type Edge } from './lattice.ts';

/** Words of a run by their units, from (inclusive) to (exclusive). */
export type Range = readonly [from: number, to: number];

/** A piece of a run, cut otherwise. */
export interface OtherCut {
  readonly words: readonly Edge[];
  /** Natural logarithm of odds, at least 0. */
  readonly lessLikely: number;
}

/** A reading less likely than this is nobody's: some 1 in 10 million times as likely. */
const LEAST_LIKELY = 18;

/**
 * The ways to read a run whose words cross those of the best reading, each cut down to the piece in which they differ:
 *
 *     乒乓球 拍卖   →   乒乓球拍 卖
 *
 * What only joins or parts the words of the best reading says the same and is left out; so is what needs a character
 * that is no word. For each word that crosses, the most probable way through it is looked at: one pass forwards and one
 * backwards give them all.
 * @param best words of the best reading
 */
export function otherReadings(
  lattice: readonly (readonly Edge[])[],
  best: readonly Range[],
): readonly OtherCut[] {
  const ends = new Uint8Array(lattice.length + 1);
  ends[0] = 1;
  for (const [, to] of best) ends[to] = 1;
  const crossing = lattice.flat().filter((edge) => crosses(edge, ends));
  if (crossing.length === 0) return [];
  const paths = bestPaths(lattice);
  const found = new Map<string, OtherCut>();
  for (const edge of crossing) {
    const lessLikely = Math.max(0, paths.score - paths.scoreThrough(edge));
    if (lessLikely > LEAST_LIKELY) continue;
    const words = pieceAround(edge, paths.through(edge), ends);
    if (words.length < 2 || !words.every(({ isKnown }) => isKnown)) continue;
    const key = [words[0]!.from, ...words.map(({ to }) => to)].join();
    if ((found.get(key)?.lessLikely ?? Infinity) > lessLikely) found.set(key, { words, lessLikely });
  }
  return [...found.values()].toSorted((a, b) => a.lessLikely - b.lessLikely);
}

/** Whether a word of a dictionary begins or ends inside a word of the best reading, and reaches into another one. */
function crosses({ from, to, isKnown }: Edge, ends: Uint8Array): boolean {
  if (!isKnown || to - from < 2 || (ends[from] === 1 && ends[to] === 1)) return false;
  for (let at = from + 1; at < to; at += 1) if (ends[at] === 1) return true;
  return false;
}

/** The words of a path around one of them, as far as the next places on both sides where the best reading ends a word. */
function pieceAround(edge: Edge, path: readonly Edge[], ends: Uint8Array): readonly Edge[] {
  const at = path.indexOf(edge);
  let first = at;
  let last = at;
  while (ends[path[first]!.from] !== 1) first -= 1;
  while (ends[path[last]!.to] !== 1) last += 1;
  return path.slice(first, last + 1);
}

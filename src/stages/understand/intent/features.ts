import { foldCase, normalise } from '../../../text/normalise.ts';

/** What grams are made of changes with this number; a model names the one it was trained with. */
export const FEATURES_VERSION = 1;

const MOST_UNITS = 512;
const LONGEST_GRAM = 3;
const PRIME = 0x01000193;
const BASIS = 0x811c9dc5;
const WORD = /[a-z][a-z']*|\d+/g;
/** Each kind of feature has hashes of its own. */
const KINDS = { gram: 0, word: 0x5bd1e995, words: 0x27d4eb2f } as const;

/**
 * The features of a text as 32-bit hashes, each once: 1 to 3 characters in a row (the edges count as one), words of
 * letters and numbers, and two of these in a row. Width and case do not matter; what stands behind the first 512
 * characters does not count.
 */
export function featuresOf(text: string): readonly number[] {
  const plain = foldCase(normalise(text.slice(0, MOST_UNITS)).text);
  const found = new Set<number>();
  const edged = `\u0002${plain}\u0003`;
  for (let start = 0; start < edged.length; start += 1) {
    let hash = BASIS ^ KINDS.gram;
    for (let at = start; at < edged.length && at < start + LONGEST_GRAM; at += 1) {
      hash = Math.imul(hash ^ edged.charCodeAt(at), PRIME);
      found.add(finished(hash, at - start + 1));
    }
  }
  let before: number | undefined;
  for (const [word] of plain.matchAll(WORD)) {
    const hash = hashOf(word, KINDS.word);
    found.add(finished(hash, 0));
    if (before !== undefined) found.add(finished(Math.imul(before, PRIME) ^ hash ^ KINDS.words, 0));
    before = hash;
  }
  return [...found];
}

function hashOf(text: string, seed: number): number {
  let hash = BASIS ^ seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

/** Spread over 32 bits (MurmurHash3's finaliser); never 0, which stands for an empty place in tables. */
function finished(hash: number, length: number): number {
  let mixed = hash ^ Math.imul(length, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0 || 1;
}

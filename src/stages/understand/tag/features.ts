import { foldCaseInPlace } from '../../../text/normalise.ts';
import type { PhraseTable } from './phrase-table.ts';

/** What features are made of changes with this number; a model names the one it was trained with. */
export const FEATURES_VERSION = 1;

/** Features are places in a table of this many rows: what collides shares its weights. */
export const ROWS = 2 ** 18;

const PRIME = 0x01000193;
const EDGE = '\u0002';
const RUN = /[a-z0-9][a-z0-9.\-/+]*[a-z0-9]|[a-z0-9]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const EDGE_HASH = 0x2545f491;
const NO_RUN = { text: 1, shape: 1, place: 4, before: 1, after: 1 };

/** The characters of a text (not its UTF-16 units), folded one by one: width and case do not matter. */
export function charactersOf(text: string): readonly string[] {
  const narrow = text.replaceAll(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return Array.from(foldCaseInPlace(narrow));
}

/**
 * The features of each character as rows of the table: the characters around it, alone and in runs of up to four;
 * what kinds of characters they are; the word of letters and digits around it; the longest known phrase over it.
 * @param phrases known ones, and which of them count here
 */
export function featuresOf(
  characters: readonly string[],
  phrases: PhraseTable,
  counts?: (phrase: string) => boolean,
): readonly Uint32Array[] {
  const [c, k] = [around(characters), around(characters.map(kindOf))];
  const marks = around(phrases.marks(characters, counts));
  const runs = runsOf(characters);
  return characters.map((_, i) => {
    // Each list is shifted by the two edges in front of it.
    const [c0, c1, c2, c3, c4] = [c[i]!, c[i + 1]!, c[i + 2]!, c[i + 3]!, c[i + 4]!];
    const [k0, k1, k2, k3, k4] = [k[i]!, k[i + 1]!, k[i + 2]!, k[i + 3]!, k[i + 4]!];
    const [before, mark, after] = [marks[i + 1]!, marks[i + 2]!, marks[i + 3]!];
    const run = runs[i] ?? NO_RUN;
    return Uint32Array.of(
      row(1, c0),
      row(2, c1),
      row(3, c2),
      row(4, c3),
      row(5, c4),
      row(6, c0, c1),
      row(7, c1, c2),
      row(8, c2, c3),
      row(9, c3, c4),
      row(10, c1, c3),
      row(11, c0, c1, c2),
      row(12, c1, c2, c3),
      row(13, c2, c3, c4),
      row(14, c0, c1, c2, c3),
      row(15, c1, c2, c3, c4),
      row(16, k1, k2, k3),
      row(17, k0, k1, k2, k3, k4),
      row(18, run.text),
      row(19, run.shape),
      row(20, run.place, run.before),
      row(21, run.place, run.after),
      row(22, mark),
      row(23, before, mark, after),
      row(24, mark, c2),
    );
  });
}

/** The hash of each text, between two edges on either side. */
function around(texts: readonly string[]): Uint32Array {
  const hashes = new Uint32Array(texts.length + 4).fill(EDGE_HASH);
  texts.forEach((text, at) => (hashes[at + 2] = hashOf(text)));
  return hashes;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

/** The row of a feature: its number with the hashes of what it is made of (MurmurHash3's steps). */
function row(feature: number, ...hashes: readonly number[]): number {
  let mixed = Math.imul(feature, 0x9e3779b1);
  for (const hash of hashes) {
    mixed = Math.imul(mixed ^ hash ^ (hash >>> 13), 0xcc9e2d51);
    mixed ^= mixed >>> 15;
  }
  mixed = Math.imul(mixed, 0x85ebca6b);
  return (mixed ^ (mixed >>> 16)) & (ROWS - 1);
}

function kindOf(character: string): string {
  if (/\p{Script=Han}/u.test(character)) return 'H';
  if (/[a-z]/.test(character)) return 'a';
  if (/\p{Nd}/u.test(character)) return '0';
  return /\p{L}/u.test(character) ? 'L' : character;
}

/** Hashes of what a word of letters and digits is, for one of its characters. */
interface Run {
  readonly text: number;
  /** Letters as `a`, digits as `0`, at most two of a kind: `wh-1000` is `aa-00`. */
  readonly shape: number;
  /** First, last, both or neither of the run. */
  readonly place: number;
  readonly before: number;
  readonly after: number;
}

/** The word of letters and digits that each character stands in. */
function runsOf(characters: readonly string[]): readonly (Run | undefined)[] {
  const runs: (Run | undefined)[] = characters.map(() => undefined);
  // One unit a character, so that places in the text are those of the characters.
  const text = characters.map((character) => (character.length === 1 ? character : '\u0003')).join('');
  for (const match of text.matchAll(RUN)) {
    const [word] = match;
    const [start, end] = [match.index, match.index + match[0].length];
    const shape = word
      .replaceAll(/[a-z]/g, 'a')
      .replaceAll(/\d/g, '0')
      .replaceAll(/(.)\1{2,}/g, '$1$1');
    const [before, after] = [characters[start - 1] ?? EDGE, characters[end] ?? EDGE];
    const own = { text: hashOf(word), shape: hashOf(shape), before: hashOf(before), after: hashOf(after) };
    for (let at = start; at < end; at += 1) {
      runs[at] = { ...own, place: (at === start ? 1 : 0) + (at === end - 1 ? 2 : 0) };
    }
  }
  return runs;
}

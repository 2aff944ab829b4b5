import type { ModelFile } from '../model/model-file.ts';

/** Which terms are said alike, by {@link soundKey}: sorted keys, each with the number of a term. */
export class SoundTable {
  readonly #keys: Uint32Array;
  readonly #terms: Uint32Array;

  constructor(file: ModelFile) {
    this.#keys = file.words32('soundKeys');
    this.#terms = file.words32('soundTerms');
  }

  /** Numbers of the terms with a key. */
  said(key: number): Uint32Array {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (this.#keys[end] === key) end += 1;
    return this.#terms.subarray(low, end);
  }
}

/** The arrays of the table. @param sounds key and number of a term, any order */
export function soundSections(
  sounds: readonly (readonly [key: number, term: number])[],
): Readonly<Record<string, Uint32Array>> {
  const sorted = sounds.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    soundKeys: Uint32Array.from(sorted, ([key]) => key),
    soundTerms: Uint32Array.from(sorted, ([, term]) => term),
  };
}

/** Initials and finals that many speakers do not tell apart. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/^zh/, 'z'],
  [/^ch/, 'c'],
  [/^sh/, 's'],
  [/^n/, 'l'],
  [/ng$/, 'n'],
  [/ü/, 'v'],
];

/**
 * The key of a sequence of pinyin syllables without tones (`shou`, `ji`); syllables that are often mixed up (zh and z,
 * n and l, in and ing) have the same.
 */
export function soundKey(syllables: readonly string[]): number {
  return finishedKey(syllables.reduce(extendedKey, NO_SOUND));
}

/** A key under way, before its first syllable. */
export const NO_SOUND = 0x811c9dc5;

/** A key under way, with one more syllable (FNV-1a). */
export function extendedKey(key: number, syllable: string): number {
  const plain = plainSound(syllable);
  let hash = key;
  for (let at = 0; at < plain.length; at += 1) hash = Math.imul(hash ^ plain.charCodeAt(at), 0x01000193);
  return Math.imul(hash ^ 0x27, 0x01000193);
}

/** A key that is whole. */
export function finishedKey(key: number): number {
  return (key ^ (key >>> 15)) >>> 0;
}

/** There are about 400 syllables. */
const plainSounds = new Map<string, string>();
const MOST_PLAIN = 2000;

function plainSound(syllable: string): string {
  const known = plainSounds.get(syllable);
  if (known !== undefined) return known;
  const plain = ALIKE.reduce((text, [pattern, other]) => text.replace(pattern, other), syllable);
  if (plainSounds.size < MOST_PLAIN) plainSounds.set(syllable, plain);
  return plain;
}

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
  let hash = 0x811c9dc5;
  for (const syllable of syllables) {
    const plain = ALIKE.reduce((text, [pattern, other]) => text.replace(pattern, other), syllable);
    for (let at = 0; at < plain.length; at += 1) {
      hash = Math.imul(hash ^ plain.charCodeAt(at), 0x01000193);
    }
    hash = Math.imul(hash ^ 0x27, 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

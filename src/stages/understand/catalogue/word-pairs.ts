import type { ModelFile } from '../model/model-file.ts';

/** What a pair gives up to those that were not counted (Ney, Essen and Kneser 1994). */
const DISCOUNT = 0.5;
const LEAST = -9;

/** How often words follow one another: for each word, in rows, the words behind it. */
export class WordPairs {
  readonly #starts: Uint32Array;
  readonly #next: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #frequencies: Uint32Array;
  readonly #total: number;

  /** @param frequencies by number of the term */
  constructor(file: ModelFile, frequencies: Uint32Array) {
    this.#starts = file.words32('pairStarts');
    this.#next = file.words32('pairNext');
    this.#counts = file.words32('pairCounts');
    this.#frequencies = frequencies;
    this.#total = Number(file.about['total']);
  }

  /** How often a word follows another. */
  count(before: number, word: number): number {
    if (before < 0 || word < 0) return 0;
    const place = this.#place(this.#starts[before]!, this.#starts[before + 1]!, word);
    return place < 0 ? 0 : this.#counts[place]!;
  }

  /** log10 P(word | before), absolute discounting; a number below 0 is no word. */
  follows(before: number, word: number): number {
    const share = this.#frequencies[word] ?? 0;
    const alone = word < 0 || share === 0 ? 10 ** LEAST : share / this.#total;
    const frequency = before < 0 ? 0 : this.#frequencies[before]!;
    if (frequency === 0) return Math.log10(alone);
    const [first, end] = [this.#starts[before]!, this.#starts[before + 1]!];
    let seen = 0;
    let counted = 0;
    for (let at = first; at < end; at += 1) seen += this.#counts[at]!;
    const place = word < 0 ? -1 : this.#place(first, end, word);
    if (place >= 0) counted = Math.max(0, this.#counts[place]! - DISCOUNT);
    // A word that ends a text has nothing behind it: that share goes to chance as well.
    const whole = Math.max(frequency, seen);
    const kept = seen - DISCOUNT * (end - first);
    return Math.max(LEAST, Math.log10((counted + (whole - kept) * alone) / whole));
  }

  /** Binary search in a row. */
  #place(first: number, end: number, word: number): number {
    let low = first;
    let high = end - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#next[middle]!;
      if (found === word) return middle;
      if (found < word) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/** A word, the one behind it, by number, and how often. */
export type CountedPair = readonly [before: number, word: number, count: number];

/** The arrays of the pairs. */
export function pairSections(
  pairs: readonly CountedPair[],
  terms: number,
): Readonly<Record<string, Uint32Array>> {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const pairStarts = new Uint32Array(terms + 1);
  for (const [before] of sorted) pairStarts[before + 1]! += 1;
  for (let at = 0; at < terms; at += 1) pairStarts[at + 1]! += pairStarts[at]!;
  return {
    pairStarts,
    pairNext: Uint32Array.from(sorted, ([, word]) => word),
    pairCounts: Uint32Array.from(sorted, ([, , count]) => count),
  };
}

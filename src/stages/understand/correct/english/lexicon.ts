import type { ModelFile } from './model-file.ts';

/** Somebody checked the word: it stands in a dictionary. */
export const CHECKED = 1;
/** A person, place or brand is called so. */
export const NAME = 2;
/** Frequent or certain enough to be proposed. */
export const TARGET = 4;
/** Only pages of the web have it, which have every slip, too. */
export const WEB_ONLY = 8;

/**
 * Words with frequencies, sorted, in flat arrays over the model file; a word is its number in that order. Words hold
 * a to z, digits and apostrophes.
 */
export class Lexicon {
  readonly size: number;
  readonly #text: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #scores: Uint8Array;
  readonly #flags: Uint8Array;
  readonly #floor: number;
  readonly #step: number;
  /** Where the words begin that start with these two characters; finding a word starts between two of these. */
  readonly #byPrefix = new Uint32Array(128 * 128 + 1);

  constructor(file: ModelFile) {
    const { words, scoreFloor, scoreStep } = file.header;
    this.size = words;
    this.#floor = scoreFloor;
    this.#step = scoreStep;
    this.#text = file.bytes('text');
    this.#scores = file.bytes('scores');
    this.#flags = file.bytes('flags');
    const lengths = file.bytes('lengths');
    this.#starts = new Uint32Array(words + 1);
    let start = 0;
    let prefix = 0;
    for (let word = 0; word < words; word += 1) {
      this.#starts[word] = start;
      const second = lengths[word]! > 1 ? this.#text[start + 1]! : 0;
      const own = this.#text[start]! * 128 + second;
      while (prefix <= own) this.#byPrefix[prefix++] = word;
      start += lengths[word]!;
    }
    this.#starts[words] = start;
    while (prefix < this.#byPrefix.length) this.#byPrefix[prefix++] = words;
  }

  /** The word's number, -1 where it is none. */
  find(word: string): number {
    const first = word.charCodeAt(0);
    const second = word.length > 1 ? word.charCodeAt(1) : 0;
    if (word === '' || first > 127 || second > 127) return -1;
    let low = this.#byPrefix[first * 128 + second]!;
    let high = this.#byPrefix[first * 128 + second + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.#compare(middle, word);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  word(number: number): string {
    let word = '';
    for (let at = this.#starts[number]!; at < this.#starts[number + 1]!; at += 1) {
      word += String.fromCharCode(this.#text[at]!);
    }
    return word;
  }

  /** The word's characters, without a copy. */
  characters(number: number): Uint8Array {
    return this.#text.subarray(this.#starts[number], this.#starts[number + 1]);
  }

  /** log10 of the word's share of all words. */
  score(number: number): number {
    return this.#floor + this.#scores[number]! * this.#step;
  }

  /** Any of {@link CHECKED}, {@link NAME}, {@link TARGET}, {@link WEB_ONLY}. */
  flags(number: number): number {
    return this.#flags[number]!;
  }

  #compare(number: number, word: string): number {
    const start = this.#starts[number]!;
    const length = this.#starts[number + 1]! - start;
    const shared = Math.min(length, word.length);
    for (let at = 0; at < shared; at += 1) {
      const difference = this.#text[start + at]! - word.charCodeAt(at);
      if (difference !== 0) return difference;
    }
    return length - word.length;
  }
}

import type { ModelFile } from './model-file.ts';

/** Letters, digits, the apostrophe; 0 is a word's edge and everything else. */
const SIZE = 38;
const CODES = new Uint8Array(128);
for (let at = 0; at < 26; at += 1) CODES[97 + at] = at + 1;
for (let at = 0; at < 10; at += 1) CODES[48 + at] = at + 27;
CODES[39] = 37;

/** How much a text looks like a word: a model of four letters in a row. */
export class LetterModel {
  readonly #shares: Uint8Array;

  constructor(file: ModelFile) {
    this.#shares = file.bytes('letters');
  }

  /** log10 of the share of such a text among words, ≤ 0. */
  score(text: string): number {
    let sum = 0;
    let context = 0;
    for (let at = 0; at <= text.length; at += 1) {
      const code = at < text.length ? (CODES[text.charCodeAt(at)] ?? 0) : 0;
      context = (context * SIZE + code) % SIZE ** 4;
      sum -= this.#shares[context]!;
    }
    return sum / 40;
  }
}

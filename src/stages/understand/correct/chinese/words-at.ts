import type { ChineseModel } from './chinese-model.ts';
import type { Option, Reading } from './reading.ts';

/** Characters of the longest word that is looked for. */
export const LONGEST = 5;

/** A word that may stand at a place. */
export interface Word {
  /** -1 for a character that no list has. */
  readonly word: number;
  /** 0 for what was typed, below for a slip: log10 of its probability. */
  readonly cost: number;
}

/**
 * Words that begin at a place of a run: those typed, and those in which one character is another. The words are sorted,
 * so that those with the same beginning are a range, which each further character narrows.
 */
export class WordsAt {
  /** By length, one less; -1 where what was typed is no word. */
  readonly typed = new Int32Array(LONGEST);
  /** By length, one less; in the order of the places that change. */
  readonly changed: readonly Word[][] = Array.from({ length: LONGEST }, () => []);
  readonly #model: ChineseModel;
  readonly #costOf: (kind: number) => number;

  constructor(model: ChineseModel, costOf: (kind: number) => number) {
    this.#model = model;
    this.#costOf = costOf;
  }

  /** Looks at another place. */
  read(reading: Reading, at: number): void {
    const model = this.#model;
    const { codes } = reading;
    const most = Math.min(LONGEST, reading.run.length - at);
    this.typed.fill(-1);
    for (const words of this.changed) words.length = 0;
    let low = 0;
    let high = model.size;
    for (let length = 0; length < most && low < high; length += 1) {
      for (const option of reading.options[at + length]!) {
        const first = model.firstWord(low, high, length, option.code);
        if (first < high) this.#follow(option, { codes, at, first, high, length, most });
      }
      const code = codes[at + 1 + length]!;
      low = model.firstWord(low, high, length, code);
      high = model.firstWord(low, high, length, code + 1);
      if (low < high && model.length(low) === length + 1) this.typed[length] = low;
    }
  }

  /** Adds the words in which one character was changed and all behind it are as typed. */
  #follow({ code, kind }: Option, { codes, at, first, high, length, most }: Beginning): void {
    const model = this.#model;
    let low = first;
    let next = code;
    let end = high;
    for (let longer = length; longer < most; longer += 1) {
      if (longer > length) {
        next = codes[at + 1 + longer]!;
        low = model.firstWord(low, end, longer, next);
      }
      // What comes first may have another character there.
      if (low === end || model.length(low) <= longer || model.codeOf(low, longer) !== next) return;
      end = model.firstWord(low, end, longer, next + 1);
      if (model.length(low) === longer + 1) {
        this.changed[longer]!.push({ word: low, cost: this.#costOf(kind) });
      }
    }
  }
}

/** Words that begin as typed up to a character that is changed. */
interface Beginning {
  readonly codes: Uint16Array;
  readonly at: number;
  /** The first word that has the other character, or a greater one, and the one behind the last with that beginning. */
  readonly first: number;
  readonly high: number;
  /** Characters before the changed one. */
  readonly length: number;
  /** Characters of the longest word. */
  readonly most: number;
}

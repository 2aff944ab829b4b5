import type { ChineseModel } from './chinese-model.ts';
import type { Reading } from './reading.ts';
import { Shortlist } from './shortlist.ts';
import { slipCost } from './slip-costs.ts';

/** Characters of the longest word that is looked for. */
export const LONGEST = 5;
const MOST_WORDS = 6;

/**
 * Words that begin at a place of a run: those typed, and those in which one character is another. The words are sorted,
 * so that those with the same beginning are a range, which each further character narrows.
 */
export class WordsAt {
  /** By length, one less; -1 where what was typed is no word. */
  readonly typed = new Int32Array(LONGEST);
  /** Words of two characters or more by length, one less. */
  readonly changed: readonly Shortlist[] = Array.from({ length: LONGEST }, () => new Shortlist(MOST_WORDS));
  readonly #model: ChineseModel;

  constructor(model: ChineseModel) {
    this.#model = model;
  }

  /** Looks at another place. */
  read(reading: Reading, at: number): void {
    const model = this.#model;
    const { codes, options } = reading;
    const most = Math.min(LONGEST, reading.run.length - at);
    this.typed.fill(-1);
    for (let length = 0; length < LONGEST; length += 1) this.changed[length]!.clear();
    let low = 0;
    let high = model.size;
    for (let length = 0; length < most && low < high; length += 1) {
      const before = codes[at + length]!;
      const last = options.first(at + length + 1);
      for (let option = options.first(at + length); option < last; option += 1) {
        const code = options.code(option);
        if (length === 1 && !model.begins(before, code)) continue;
        const first = model.firstWord(low, high, length, code);
        if (first === high || model.length(first) <= length || model.codeOf(first, length) !== code) continue;
        const end = model.endOfWords(first, high, length, code);
        this.#follow(codes, { at, first, end, code, length, most }, slipCost(options.kind(option)));
      }
      const code = codes[at + 1 + length]!;
      if (length === 1 && !model.begins(before, code)) return;
      low = model.firstWord(low, high, length, code);
      high = model.endOfWords(low, high, length, code);
      if (low < high && model.length(low) === length + 1) this.typed[length] = low;
    }
  }

  /** Adds the words in which one character was changed and all behind it are as typed. */
  #follow(codes: Uint16Array, { at, first, end, code, length, most }: Beginning, cost: number): void {
    const model = this.#model;
    let low = first;
    let high = end;
    let before = code;
    let longer = length;
    for (;;) {
      if (longer > 0 && model.length(low) === longer + 1) {
        this.changed[longer]!.add(low, cost, model.words.unigram(low));
      }
      longer += 1;
      if (longer >= most) return;
      const next = codes[at + 1 + longer]!;
      if (longer === 1 && !model.begins(before, next)) return;
      low = model.firstWord(low, high, longer, next);
      high = model.endOfWords(low, high, longer, next);
      if (low === high) return;
      before = next;
    }
  }
}

/** Words that begin as typed but for their last character, which is changed. */
interface Beginning {
  readonly at: number;
  /** The first of them and the one behind the last. */
  readonly first: number;
  readonly end: number;
  /** The other character. */
  readonly code: number;
  /** Characters before the changed one. */
  readonly length: number;
  /** Characters of the longest word. */
  readonly most: number;
}

import { packed, type PackedTexts, unitsToText } from './packed-texts.ts';

/** The arrays of a {@link TextIndex}. */
export interface TextIndexArrays extends PackedTexts {
  /** An open-addressed table: a text's hash, then its number and one; 0 marks a free place. */
  readonly cells: Int32Array;
}

/** Hash, number. */
const CELL = 2;

/**
 * Texts by number and numbers by text, in a few flat arrays: nothing for a garbage collector to look through, and
 * handed to another thread as they are.
 */
export class TextIndex {
  readonly #arrays: TextIndexArrays;
  readonly #mask: number;

  private constructor(arrays: TextIndexArrays) {
    this.#arrays = arrays;
    this.#mask = arrays.cells.length / CELL - 1;
  }

  static over(arrays: TextIndexArrays): TextIndex {
    return new TextIndex(arrays);
  }

  /** @param texts different from one another; the first is number 0 */
  static arraysOf(texts: readonly string[]): TextIndexArrays {
    const places = 2 ** Math.ceil(Math.log2(texts.length * 2 + 2));
    const cells = new Int32Array(places * CELL);
    texts.forEach((text, number) => {
      const hash = hashOf(text, 0, text.length);
      let at = hash & (places - 1);
      while (cells[at * CELL + 1] !== 0) at = (at + 1) & (places - 1);
      cells[at * CELL] = hash;
      cells[at * CELL + 1] = number + 1;
    });
    return { ...packed(texts), cells };
  }

  get size(): number {
    return this.#arrays.starts.length - 1;
  }

  /** The number of the text between two offsets of this one; -1 where it has none. */
  numberOf(text: string, from = 0, to = text.length): number {
    const { cells } = this.#arrays;
    const hash = hashOf(text, from, to);
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const number = cells[at * CELL + 1]! - 1;
      if (number < 0) return -1;
      if (cells[at * CELL] === hash && this.#isText(number, text, { from, to })) return number;
    }
  }

  textOf(number: number): string {
    const { text, starts } = this.#arrays;
    return unitsToText(text.subarray(starts[number], starts[number + 1]));
  }

  #isText(
    number: number,
    text: string,
    { from, to }: { readonly from: number; readonly to: number },
  ): boolean {
    const { text: units, starts } = this.#arrays;
    const start = starts[number]!;
    if (starts[number + 1]! - start !== to - from) return false;
    for (let at = from; at < to; at += 1) if (units[start + at - from] !== text.charCodeAt(at)) return false;
    return true;
  }
}

/** 32 bits: FNV-1a over UTF-16 units, with a last step that spreads them. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

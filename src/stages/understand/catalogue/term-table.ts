import { packTexts, unitsToText } from '../../../text/packed-texts.ts';
import type { ModelFile } from '../model/model-file.ts';
import { fnv1a } from '../../../text/fnv1a.ts';

const NONE = 0xffffffff;

/**
 * Sorted texts in flat arrays over a file, found by a hash table that lies in the file as well: nothing is built when
 * it is opened. A term is its number in the order of UTF-16 units.
 */
export class TermTable {
  readonly size: number;
  readonly #text: Uint16Array;
  readonly #starts: Uint32Array;
  readonly #slots: Uint32Array;

  constructor(file: ModelFile) {
    this.#text = file.words16('termText');
    this.#starts = file.words32('termStarts');
    this.#slots = file.words32('termSlots');
    this.size = this.#starts.length - 1;
  }

  /** The term's number, -1 where it is none. */
  find(term: string): number {
    const mask = this.#slots.length - 1;
    for (let slot = fnv1a(term) & mask; this.#slots[slot] !== NONE; slot = (slot + 1) & mask) {
      if (this.#is(this.#slots[slot]!, term)) return this.#slots[slot]!;
    }
    return -1;
  }

  /** The text of a term. */
  at(number: number): string {
    return unitsToText(this.#text.subarray(this.#starts[number], this.#starts[number + 1]));
  }

  #is(number: number, term: string): boolean {
    const start = this.#starts[number]!;
    if (this.#starts[number + 1]! - start !== term.length) return false;
    for (let at = 0; at < term.length; at += 1) {
      if (this.#text[start + at] !== term.charCodeAt(at)) return false;
    }
    return true;
  }
}

/** The arrays of a table. @param sorted without repetition */
export function termSections(sorted: readonly string[]): Readonly<Record<string, Uint16Array | Uint32Array>> {
  // Two places a term keep searches short, also those for what is not there.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(sorted.length * 2 + 2))).fill(NONE);
  sorted.forEach((term, number) => {
    let slot = fnv1a(term) & (slots.length - 1);
    while (slots[slot] !== NONE) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = number;
  });
  return { ...packTexts('term', sorted), termSlots: slots };
}

import { TextIndex, type TextIndexArrays } from '../../text/text-index.ts';

/** What an affix left of a term. */
export interface AffixMatch {
  /** The affix's record. */
  readonly record: number;
  /** The rest of the term; empty where the affix is the whole term. */
  readonly rest: string;
}

/** Beginnings or ends of terms, and the record of each. */
export interface PackedAffixes {
  readonly affixes: TextIndexArrays;
  readonly records: Uint32Array<ArrayBuffer>;
  /** Lengths of the affixes there are, the longest first. */
  readonly lengths: readonly number[];
}

/** @param affixes with their records */
export function packedAffixes(affixes: ReadonlyMap<string, number>): PackedAffixes {
  const texts = [...affixes.keys()];
  return {
    affixes: TextIndex.arraysOf(texts),
    records: Uint32Array.from(affixes.values()),
    lengths: [...new Set(texts.map(({ length }) => length))].toSorted((a, b) => b - a),
  };
}

export class AffixTable {
  readonly #side: 'prefix' | 'suffix';
  readonly #packed: PackedAffixes;
  readonly #affixes: TextIndex;

  constructor(side: 'prefix' | 'suffix', packed: PackedAffixes) {
    this.#side = side;
    this.#packed = packed;
    this.#affixes = TextIndex.over(packed.affixes);
  }

  /** The longest affix that the term has. */
  longest(term: string): AffixMatch | undefined {
    const { lengths, records } = this.#packed;
    for (const length of lengths) {
      if (length > term.length) continue;
      const isPrefix = this.#side === 'prefix';
      const cut = isPrefix ? length : term.length - length;
      const number = isPrefix ? this.#affixes.numberOf(term, 0, cut) : this.#affixes.numberOf(term, cut);
      if (number >= 0)
        return { record: records[number]!, rest: isPrefix ? term.slice(cut) : term.slice(0, cut) };
    }
    return undefined;
  }
}

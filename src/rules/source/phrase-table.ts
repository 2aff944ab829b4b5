import { TextIndex, type TextIndexArrays } from '../../text/text-index.ts';

/** A phrase that was found among the terms of a query. */
export interface PhraseMatch {
  /** Number of its first term. */
  readonly start: number;
  /** Number of the term after its last. */
  readonly end: number;
  /** As it is in the table: its terms may be cut otherwise than the query's. */
  readonly phrase: string;
  /** Of the phrase, in the order in which they were set. */
  readonly number: number;
}

/** Phrases by number, as arrays. */
export interface PackedPhrases {
  readonly phrases: TextIndexArrays;
  /** First terms, and by their numbers the number of terms of the longest phrase that begins so. */
  readonly firsts: TextIndexArrays;
  readonly longest: Uint32Array<ArrayBuffer>;
  /** Chinese phrases without their blanks, and by their numbers the phrases. */
  readonly solids: TextIndexArrays;
  readonly solidPhrases: Uint32Array<ArrayBuffer>;
  readonly longestSolid: number;
}

const HAN = /\p{Script=Han}/u;

/** Gathers phrases, each with a value. A phrase is its terms parted by one blank. */
export class PhraseTableBuilder<T> {
  readonly #values = new Map<string, T>();

  get(phrase: string): T | undefined {
    return this.#values.get(phrase);
  }

  set(phrase: string, value: T): void {
    this.#values.set(phrase, value);
  }

  /** By number. */
  get values(): readonly T[] {
    return [...this.#values.values()];
  }

  packed(): PackedPhrases {
    const phrases = [...this.#values.keys()];
    const longest = new Map<string, number>();
    const solids = new Map<string, number>();
    let longestSolid = 0;
    phrases.forEach((phrase, number) => {
      let count = 1;
      const blank = phrase.indexOf(' ');
      for (let at = blank; at >= 0; at = phrase.indexOf(' ', at + 1)) count += 1;
      const first = blank < 0 ? phrase : phrase.slice(0, blank);
      if (count > (longest.get(first) ?? 0)) longest.set(first, count);
      if (!HAN.test(phrase)) return;
      const solid = phrase.replaceAll(' ', '');
      solids.set(solid, number);
      longestSolid = Math.max(longestSolid, solid.length);
    });
    return {
      phrases: TextIndex.arraysOf(phrases),
      firsts: TextIndex.arraysOf([...longest.keys()]),
      longest: Uint32Array.from(longest.values()),
      solids: TextIndex.arraysOf([...solids.keys()]),
      solidPhrases: Uint32Array.from(solids.values()),
      longestSolid,
    };
  }
}

/**
 * Phrases are compared letter by letter. Chinese ones are also found where the query's words stand side by side and are
 * cut otherwise, but begin and end with it.
 */
export class PhraseTable {
  readonly #packed: PackedPhrases;
  readonly #phrases: TextIndex;
  readonly #firsts: TextIndex;
  readonly #solids: TextIndex;

  constructor(packed: PackedPhrases) {
    this.#packed = packed;
    this.#phrases = TextIndex.over(packed.phrases);
    this.#firsts = TextIndex.over(packed.firsts);
    this.#solids = TextIndex.over(packed.solids);
  }

  /**
   * Every phrase that is in `terms`, by start, the shorter first.
   *
   * @param joined whether no blank parts a term from the next one
   */
  matches(terms: readonly string[], joined: readonly boolean[] = []): PhraseMatch[] {
    const { longest: lengths, longestSolid } = this.#packed;
    const found: PhraseMatch[] = [];
    for (const [start, first] of terms.entries()) {
      const longest = lengths[this.#firsts.numberOf(first)] ?? 0;
      let phrase = first;
      let solid: string | undefined = first;
      for (let end = start + 1; end <= terms.length; end += 1) {
        if (end > start + 1) {
          const next = terms[end - 1]!;
          if (end <= start + longest) phrase += ` ${next}`;
          solid = solid !== undefined && joined[end - 2] === true ? solid + next : undefined;
        }
        if (solid !== undefined && solid.length > longestSolid) solid = undefined;
        if (end > start + longest && solid === undefined) break;
        const number = this.#numberOf(end <= start + longest ? phrase : undefined, solid);
        if (number >= 0) found.push({ start, end, phrase: this.#phrases.textOf(number), number });
      }
    }
    return found;
  }

  #numberOf(phrase: string | undefined, solid: string | undefined): number {
    const number = phrase === undefined ? -1 : this.#phrases.numberOf(phrase);
    if (number >= 0 || solid === undefined) return number;
    return this.#packed.solidPhrases[this.#solids.numberOf(solid)] ?? -1;
  }
}

/** Of matches that overlap only the longest is kept, of equally long ones the first; in the order of the terms. */
export function longestWithoutOverlap(matches: readonly PhraseMatch[]): PhraseMatch[] {
  const taken = new Set<number>();
  const kept: PhraseMatch[] = [];
  const bySize = matches.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const match of bySize) {
    let free = true;
    for (let at = match.start; at < match.end && free; at += 1) free = !taken.has(at);
    if (!free) continue;
    for (let at = match.start; at < match.end; at += 1) taken.add(at);
    kept.push(match);
  }
  return kept.toSorted((a, b) => a.start - b.start);
}

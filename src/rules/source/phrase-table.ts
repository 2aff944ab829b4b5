/** A phrase that was found among the terms of a query. */
export interface PhraseMatch<T> {
  /** Number of its first term. */
  readonly start: number;
  /** Number of the term after its last. */
  readonly end: number;
  /** As it is in the table: its terms may be cut otherwise than the query's. */
  readonly phrase: string;
  readonly value: T;
}

const HAN = /\p{Script=Han}/u;

/**
 * Phrases, each with a value. A phrase is its terms parted by one blank; they are compared letter by letter. Chinese
 * ones are also found where the query's words stand side by side and are cut otherwise, but begin and end with it.
 */
export class PhraseTable<T> {
  readonly #values = new Map<string, T>();
  /** First term → the number of terms of the longest phrase that begins with it. */
  readonly #longest = new Map<string, number>();
  /** Chinese phrases without their blanks → as they are. */
  readonly #solid = new Map<string, string>();
  #longestSolid = 0;

  get(phrase: string): T | undefined {
    return this.#values.get(phrase);
  }

  set(phrase: string, value: T): void {
    this.#values.set(phrase, value);
    let count = 1;
    const blank = phrase.indexOf(' ');
    for (let at = blank; at >= 0; at = phrase.indexOf(' ', at + 1)) count += 1;
    const first = blank < 0 ? phrase : phrase.slice(0, blank);
    if (count > (this.#longest.get(first) ?? 0)) this.#longest.set(first, count);
    if (HAN.test(phrase)) {
      const solid = phrase.replaceAll(' ', '');
      this.#solid.set(solid, phrase);
      this.#longestSolid = Math.max(this.#longestSolid, solid.length);
    }
  }

  /**
   * Every phrase that is in `terms`, by start, the shorter first.
   *
   * @param joined whether no blank parts a term from the next one
   */
  matches(terms: readonly string[], joined: readonly boolean[] = []): PhraseMatch<T>[] {
    const found: PhraseMatch<T>[] = [];
    for (const [start, first] of terms.entries()) {
      const longest = this.#longest.get(first) ?? 0;
      let phrase = first;
      let solid: string | undefined = first;
      for (let end = start + 1; end <= terms.length; end += 1) {
        if (end > start + 1) {
          const next = terms[end - 1]!;
          if (end <= start + longest) phrase += ` ${next}`;
          solid = solid !== undefined && joined[end - 2] === true ? solid + next : undefined;
        }
        if (solid !== undefined && solid.length > this.#longestSolid) solid = undefined;
        if (end > start + longest && solid === undefined) break;
        const known = this.#known(end <= start + longest ? phrase : undefined, solid);
        if (known !== undefined) found.push({ start, end, phrase: known, value: this.#values.get(known)! });
      }
    }
    return found;
  }

  #known(phrase: string | undefined, solid: string | undefined): string | undefined {
    if (phrase !== undefined && this.#values.has(phrase)) return phrase;
    return solid === undefined ? undefined : this.#solid.get(solid);
  }
}

/** Of matches that overlap only the longest is kept, of equally long ones the first; in the order of the terms. */
export function longestWithoutOverlap<T>(matches: readonly PhraseMatch<T>[]): PhraseMatch<T>[] {
  const taken = new Set<number>();
  const kept: PhraseMatch<T>[] = [];
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

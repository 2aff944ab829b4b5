/** A phrase that was found among the terms of a query. */
export interface PhraseMatch<T> {
  /** Number of its first term. */
  readonly start: number;
  /** Number of the term after its last. */
  readonly end: number;
  readonly value: T;
}

/** Phrases, each with a value. A phrase is its terms parted by one blank; they are compared letter by letter. */
export class PhraseTable<T> {
  readonly #values = new Map<string, T>();
  /** First term → the number of terms of the longest phrase that begins with it. */
  readonly #longest = new Map<string, number>();

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
  }

  /** Every phrase that is in `terms`, by start, the shorter first. */
  matches(terms: readonly string[]): PhraseMatch<T>[] {
    const found: PhraseMatch<T>[] = [];
    for (const [start, first] of terms.entries()) {
      const longest = this.#longest.get(first) ?? 0;
      let phrase = first;
      for (let end = start + 1; end <= Math.min(start + longest, terms.length); end += 1) {
        if (end > start + 1) phrase += ` ${terms[end - 1]}`;
        const value = this.#values.get(phrase);
        if (value !== undefined) found.push({ start, end, value });
      }
    }
    return found;
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

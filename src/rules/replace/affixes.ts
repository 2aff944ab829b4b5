/** What an affix left of a term. */
export interface AffixMatch<T> {
  readonly value: T;
  /** The rest of the term; empty where the affix is the whole term. */
  readonly rest: string;
}

/** Beginnings or ends of terms, each with a value. */
export class AffixTable<T> {
  readonly #side: 'prefix' | 'suffix';
  readonly #byLength = new Map<number, Map<string, T>>();
  /** Lengths of the affixes there are, the longest first. */
  #lengths: readonly number[] = [];

  constructor(side: 'prefix' | 'suffix') {
    this.#side = side;
  }

  set(affix: string, value: T): void {
    const same = this.#byLength.get(affix.length);
    if (same !== undefined) {
      same.set(affix, value);
      return;
    }
    this.#byLength.set(affix.length, new Map([[affix, value]]));
    this.#lengths = [...this.#byLength.keys()].toSorted((a, b) => b - a);
  }

  /** The longest affix that the term has. */
  longest(term: string): AffixMatch<T> | undefined {
    for (const length of this.#lengths) {
      if (length > term.length) continue;
      const cut = this.#side === 'prefix' ? length : term.length - length;
      const [before, after] = [term.slice(0, cut), term.slice(cut)];
      const [affix, rest] = this.#side === 'prefix' ? [before, after] : [after, before];
      const value = this.#byLength.get(length)?.get(affix);
      if (value !== undefined) return { value, rest };
    }
    return undefined;
  }
}

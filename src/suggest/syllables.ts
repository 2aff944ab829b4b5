/** Units that stand for syllables in keys: the private use area, which no word of a text holds. */
const FIRST = 0xe000;
const INITIALS_OF_TWO = new Set(['zh', 'ch', 'sh']);
/** Initials and finals that many speakers do not tell apart. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/^([zcs])h/, '$1'],
  [/^n/, 'l'],
  [/ng$/, 'n'],
];

/** A half-open range of units. */
export interface UnitRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Syllables of pinyin as units in alphabetical order, so that those with common first letters are one range: typed `sh`
 * is a range, as is `s`.
 */
export class Syllables {
  /** In alphabetical order. */
  readonly list: readonly string[];
  readonly longest: number;
  readonly #ranges = new Map<string, UnitRange>();
  readonly #alike = new Map<string, readonly number[]>();
  readonly #codes: ReadonlyMap<string, number>;

  constructor(syllables: Iterable<string>) {
    this.list = [...new Set(syllables)].sort();
    this.longest = this.list.reduce((most, { length }) => Math.max(most, length), 0);
    this.#codes = new Map(this.list.map((syllable, at) => [syllable, FIRST + at]));
    this.list.forEach((syllable, at) => {
      for (let length = 1; length <= syllable.length; length += 1) {
        const letters = syllable.slice(0, length);
        const from = this.#ranges.get(letters)?.from ?? FIRST + at;
        this.#ranges.set(letters, { from, to: FIRST + at + 1 });
      }
      const key = plain(syllable);
      this.#alike.set(key, [...(this.#alike.get(key) ?? []), FIRST + at]);
    });
  }

  /** The unit of a syllable; undefined where it is none. */
  codeOf(syllable: string): number | undefined {
    return this.#codes.get(syllable);
  }

  /** The syllables that begin with these letters. */
  beginning(letters: string): UnitRange | undefined {
    return this.#ranges.get(letters);
  }

  /** Whether letters stand for a whole syllable by its beginning: `s`, `sh`. */
  isInitial(letters: string): boolean {
    return letters.length === 1 || INITIALS_OF_TWO.has(letters);
  }

  /** Units of other syllables that sound nearly like these letters. */
  alike(letters: string): readonly number[] {
    const own = this.#codes.get(letters);
    return (this.#alike.get(plain(letters)) ?? []).filter((code) => code !== own);
  }
}

function plain(syllable: string): string {
  return ALIKE.reduce((text, [pattern, other]) => text.replace(pattern, other), syllable);
}

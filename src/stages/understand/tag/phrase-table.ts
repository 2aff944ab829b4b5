/** Longer phrases are never found, in characters. */
const LONGEST = 48;

/** A phrase in a text: how long it is, and what. */
export interface Phrase {
  readonly length: number;
  readonly tag: string;
}

/** Phrases with the tag that each has, looked up wherever they may begin. */
export class PhraseTable {
  readonly #tags: ReadonlyMap<string, string>;
  /** Length of the longest phrase that starts with a character. */
  readonly #longest = new Map<string, number>();

  /** @param tags by phrase, which is folded as `charactersOf` does */
  constructor(tags: ReadonlyMap<string, string>) {
    this.#tags = tags;
    for (const phrase of tags.keys()) {
      const characters = Array.from(phrase);
      const first = characters[0] ?? '';
      const length = Math.min(LONGEST, characters.length);
      if (length > (this.#longest.get(first) ?? 0)) this.#longest.set(first, length);
    }
  }

  get entries(): Iterable<readonly [string, string]> {
    return this.#tags;
  }

  /** The longest phrase that begins at a character; of those that count. */
  longestAt(
    characters: readonly string[],
    start: number,
    counts: (phrase: string, length: number) => boolean = () => true,
  ): Phrase | undefined {
    const longest = this.#longest.get(characters[start] ?? '') ?? 0;
    let found: Phrase | undefined;
    let phrase = '';
    for (let length = 1; length <= longest && start + length <= characters.length; length += 1) {
      phrase += characters[start + length - 1]!;
      const tag = this.#tags.get(phrase);
      if (tag !== undefined && counts(phrase, length)) found = { length, tag };
    }
    return found;
  }

  /**
   * For each character where in the longest phrase over it it stands, and that phrase's tag: `B-brand`, `I-brand`,
   * `E-brand`; empty outside of phrases.
   */
  marks(characters: readonly string[], counts?: (phrase: string) => boolean): readonly string[] {
    const marks = characters.map(() => '');
    const lengths = new Uint8Array(characters.length);
    for (let start = 0; start < characters.length; start += 1) {
      const longest = this.longestAt(characters, start, counts);
      if (longest === undefined) continue;
      const { length, tag } = longest;
      for (let at = start; at < start + length; at += 1) {
        if (lengths[at]! >= length) continue;
        lengths[at] = length;
        const place = at === start ? 'B' : at === start + length - 1 ? 'E' : 'I';
        marks[at] = `${place}-${tag}`;
      }
    }
    return marks;
  }
}

/** Text to ids, without special tokens. */
export interface Tokenizer {
  /** What made the ids: `word-piece` is our own, `library` Hugging Face's. */
  readonly kind: 'word-piece' | 'library';
  /** Ids there are; every id is below it. */
  readonly size: number;
  /** At most the first `limit` ids. Special tokens written out in the text are text. */
  encode(text: string, limit: number): readonly number[];
}

/**
 * Characters that may be needed for so many tokens: texts can be megabytes, and only their beginning counts. Words of
 * more than a hundred characters in a row are what could come out otherwise for this.
 */
export function charactersFor(limit: number): number {
  return limit * 128;
}

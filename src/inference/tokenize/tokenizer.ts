/** Text to ids, without special tokens. */
export interface Tokenizer {
  /** What made the ids: `word-piece` is our own, `library` Hugging Face's. */
  readonly kind: 'word-piece' | 'library';
  /** Ids there are; every id is below it. */
  readonly size: number;
  /** At most the first `limit` ids. Special tokens written out in the text are text. */
  encode(text: string, limit: number): readonly number[];
  /**
   * Which share of a text's letters its vocabulary has words or parts of words for, 0..1; the rest are taken letter by
   * letter, or not at all. Only where the tokenizer can tell.
   */
  readonly readShare?: (text: string) => number;
}

/**
 * Characters that may be needed for so many tokens: texts can be megabytes, and only their beginning counts. Words of
 * more than a hundred characters in a row are what could come out otherwise for this.
 */
export function charactersFor(limit: number): number {
  return limit * 128;
}

/** Letters a token stands for on the average, and somewhat more; of Chinese characters each is one. */
const LETTERS = 6;
/** Ids at a cut may come out otherwise than in the whole text; these are not looked at. */
const SLACK = 8;
/** How much more is tried when it was not enough. */
const GROWTH = 3;

/**
 * The first `limit` ids of a text, without reading all of it: a beginning that ends where a word ends is tried, then a
 * longer one. `isCut` says whether the text may be cut before this place; `encode` may stop after so many ids.
 */
export function firstIds(
  text: string,
  limit: number,
  how: {
    readonly encode: (beginning: string, enough: number) => readonly number[];
    readonly isCut: (text: string, at: number) => boolean;
  },
): readonly number[] {
  const all = text.slice(0, charactersFor(limit));
  const enough = limit + SLACK;
  for (let length = likelyLength(all, enough); length < all.length; length *= GROWTH) {
    let cut = length;
    while (cut > length / 2 && !how.isCut(all, cut)) cut--;
    if (cut <= length / 2) continue;
    const ids = how.encode(all.slice(0, cut), enough);
    if (ids.length >= enough) return ids.slice(0, limit);
  }
  return how.encode(all, enough).slice(0, limit);
}

/** Where so many ids are likely to end. */
function likelyLength(text: string, ids: number): number {
  let at = 0;
  for (let letters = ids * LETTERS; letters > 0 && at < text.length; at++) {
    letters -= text.charCodeAt(at) >= 0x2e80 ? LETTERS : 1;
  }
  return at;
}

/** Whether a word ends here and a blank follows. */
export function isBeforeBlank(text: string, at: number): boolean {
  return BLANK.test(text[at]!) && WORD.test(text[at - 1]!) && WORD.test(text[at + 1] ?? '');
}

const BLANK = /[ \n\u3000]/;
/** What no blank, mark or half of a character can be mistaken for. */
const WORD = /[a-zA-Z0-9\u4e00-\u9fff]/;

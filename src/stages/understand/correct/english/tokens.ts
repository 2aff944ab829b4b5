/** A word of a query, or something that is left alone. */
export interface Token {
  /** Half-open range of UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
  /** As typed. */
  readonly text: string;
  /** Lower case, straight apostrophe, no accents. */
  readonly key: string;
  /** Whether the corrector may change it; codes, numbers, other scripts and single letters stay. */
  readonly open: boolean;
}

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}]+)*/gu;
const PLAIN = /^[a-z]+(?:'[a-z]+)?$/;
const ACCENTS = /\p{M}/gu;
/** What holds addresses, paths, versions and codes together; a hyphen or comma does not. */
const GLUE = /[&@#./\\_+:=*~^%$|]/;
const WORD = /[\p{L}\p{N}]/u;
const SHORTEST = 2;
const LONGEST = 24;

/** The words of a text, in order, with what may be changed. */
export function tokens(text: string): readonly Token[] {
  const shouted = text === text.toUpperCase();
  return Array.from(text.matchAll(TOKEN), (match) => {
    const [word] = match;
    const start = match.index;
    const end = start + word.length;
    const key = keyOf(word);
    const open =
      key.length >= SHORTEST &&
      key.length <= LONGEST &&
      PLAIN.test(key) &&
      !glued(text, start, end) &&
      !inModelNumber(text, start, end) &&
      (shouted || !isCode(word));
    return { start, end, text: word, key, open };
  });
}

function keyOf(word: string): string {
  return word.normalize('NFKD').replaceAll(ACCENTS, '').toLowerCase().replaceAll('\u2019', "'");
}

/** `3M`, `USB`, `iPhone`: capitals where no sentence has them. */
function isCode(word: string): boolean {
  return /\p{Lu}/u.test(word.slice(1));
}

/** `WH` in WH-1000XM5 and `ps` in 55-ps: few letters that only a hyphen parts from a number are a piece of its code. */
const LETTERS_OF_CODE = 4;
const NUMBER_BEHIND = /^[-\u2010\u2011]\p{N}/u;
const NUMBER_BEFORE = /\p{N}[-\u2010\u2011]$/u;

function inModelNumber(text: string, start: number, end: number): boolean {
  if (end - start > LETTERS_OF_CODE) return false;
  return NUMBER_BEHIND.test(text.slice(end, end + 2)) || NUMBER_BEFORE.test(text.slice(start - 2, start));
}

function glued(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? '';
  const after = text[end] ?? '';
  return (
    (GLUE.test(before) && (before === '@' || before === '#' || WORD.test(text[start - 2] ?? ''))) ||
    (GLUE.test(after) && WORD.test(text[end + 1] ?? ''))
  );
}

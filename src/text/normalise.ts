/** Text made uniform, with the way back. */
export interface Normalised {
  readonly text: string;
  /** For each UTF-16 unit of `text`, and one past its end, the offset in the original that it came from. */
  readonly origins: readonly number[];
}

/**
 * One character with the marks that combine with it (half-width voicing marks included), or one blank: what NFKC
 * may compose stays together.
 */
const CHUNK = /[^\S\ufeff]|(?:\ufeff|[^\s\p{M}])?[\p{M}\uff9e\uff9f]*/gsu;
/** Formatting and control characters: zero width, direction, soft hyphen, byte order mark. */
const INVISIBLE = /[\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0]/gu;

/**
 * Printable ASCII and unified ideographs, with single blanks between: NFKC changes none of it, and nothing in it combines.
 * Nearly everything that is searched, and every word of it.
 */
const UNIFORM = /^[!-~\u4e00-\u9fff]+(?: [!-~\u4e00-\u9fff]+)*$/;

/**
 * Width and compatibility forms (NFKC), invisible characters and blanks made uniform; blanks at the ends go. Case
 * stays: see {@link foldCase}.
 */
export function normalise(typed: string): Normalised {
  if (UNIFORM.test(typed)) return { text: typed, origins: Array.from({ length: typed.length + 1 }, at) };
  let text = '';
  const origins: number[] = [];
  let end = 0;
  let blankAt = -1;
  for (const match of typed.matchAll(CHUNK)) {
    const [chunk] = match;
    if (chunk === '') continue;
    const start = match.index;
    const plain = chunk.normalize('NFKC').replaceAll(/[^\S\ufeff]+/g, ' ');
    if (plain === ' ') {
      if (blankAt < 0) blankAt = start;
      continue;
    }
    const shown = plain.replaceAll(INVISIBLE, '').trim();
    if (shown === '') continue;
    if (blankAt >= 0 && text !== '') {
      text += ' ';
      origins.push(blankAt);
    }
    blankAt = -1;
    text += shown;
    for (let unit = 0; unit < shown.length; unit += 1) origins.push(start);
    end = start + chunk.length;
  }
  origins.push(end);
  return { text, origins };
}

function at(_: unknown, offset: number): number {
  return offset;
}

/**
 * A key to look texts up by, whatever their case: simple lower case, with the dotted capital İ as i and a final
 * sigma as any other. The result may have another length than the text.
 */
export function foldCase(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ');
}

/** As {@link foldCase}, but a character whose folded form has another length stays, so that offsets hold. */
export function foldCaseInPlace(text: string): string {
  const folded = foldCase(text);
  if (folded.length === text.length) return folded;
  let result = '';
  for (const character of text) {
    const lower = foldCase(character);
    result += lower.length === character.length ? lower : character;
  }
  return result;
}

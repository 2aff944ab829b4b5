import { foldCaseInPlace } from '../text/normalise.ts';
import { simplify } from '../text/simplify.ts';

/** A letter, digit or character that completions are found by; blanks and signs are none. */
export interface Unit {
  /** Folded: lower case, simplified; one UTF-16 unit. */
  readonly code: number;
  /** In the text, in UTF-16 units. */
  readonly at: number;
  /** Whether a word begins here: at the start, behind a blank or sign, where letters and Chinese meet. */
  readonly begins: boolean;
}

const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;

/** What of a text counts. @param text normalised */
export function unitsOf(text: string): readonly Unit[] {
  const folded = foldCaseInPlace(simplify(text));
  return Array.from(folded.matchAll(RUNS)).flatMap(({ 0: run, index }) =>
    Array.from({ length: run.length }, (_, at) => ({
      code: run.charCodeAt(at),
      at: index + at,
      begins: at === 0,
    })),
  );
}

const HAN = /^\p{Script=Han}$/u;

export function isHanUnit(code: number): boolean {
  return HAN.test(String.fromCharCode(code));
}

import { ANY_UNIT } from './walk.ts';

const SHORTEST = 3;
const LONGEST = 24;
const LETTER_OR_DIGIT = /^[a-z0-9]$/;

/**
 * What may have been meant with one mistake in letters: two swapped, one too many, a wrong one, one missing. The first
 * letter is hardly ever wrong.
 */
export function variantsOf(typed: readonly number[]): readonly (readonly number[])[] {
  const isLetter = typed.map((code) => LETTER_OR_DIGIT.test(String.fromCharCode(code)));
  if (typed.length < SHORTEST || typed.length > LONGEST) return [];
  const variants: (readonly number[])[] = [];
  const without = (at: number, count: number, ...instead: readonly number[]): void =>
    void variants.push([...typed.slice(0, at), ...instead, ...typed.slice(at + count)]);
  for (let at = 1; at < typed.length; at += 1) {
    if (isLetter[at] !== true) continue;
    if (isLetter[at + 1] === true && typed[at] !== typed[at + 1]) without(at, 2, typed[at + 1]!, typed[at]!);
    without(at, 1);
    without(at, 1, ANY_UNIT);
    without(at, 0, ANY_UNIT);
  }
  return variants;
}

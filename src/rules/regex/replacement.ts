import { PatternFault } from './pattern-fault.ts';

/** A piece of what is written instead: text, or the number of a group (0 is the whole match). */
export type ReplacementPiece = string | number;

/**
 * Reads `${1}x${2}`; a `\` makes the next character plain.
 *
 * @param groups how many groups the pattern has
 * @throws {PatternFault} where a group is named that the pattern lacks
 */
export function readReplacement(text: string, groups: number): readonly ReplacementPiece[] {
  const pieces: ReplacementPiece[] = [];
  for (const [all, plain, group] of text.matchAll(/\\([^])|\$\{(\d+)\}|[^]/gu)) {
    if (group !== undefined) {
      if (Number(group) > groups) {
        throw new PatternFault(`"${all}" names a group that the pattern lacks: it has ${groups}`);
      }
      pieces.push(Number(group));
      continue;
    }
    const last = pieces.at(-1);
    if (typeof last === 'string') pieces[pieces.length - 1] = last + (plain ?? all);
    else pieces.push(plain ?? all);
  }
  return pieces;
}

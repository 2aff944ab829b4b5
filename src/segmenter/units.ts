/** The smallest pieces that words are made of: one Chinese character, or one run of other letters and digits. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly isHan: boolean;
}

const HAN = /\p{Script=Han}/u;
/**
 * A run of letters and digits of other scripts, kept whole across the joiners that the standard tokenizer keeps:
 * a point or apostrophe between letters, a point or comma between digits, an underscore.
 */
const PIECE =
  /\p{Script=Han}|(?:[^\P{L}\p{Script=Han}]|[^\P{N}\p{Script=Han}]|[\p{M}_])+(?:(?:(?<=\p{L})[.'’:·](?=\p{L})|(?<=\p{N})[.,;](?=\p{N}))(?:[^\P{L}\p{Script=Han}]|[^\P{N}\p{Script=Han}]|[\p{M}_])+)*/gu;

/** Runs of units that touch; blanks and punctuation separate runs and belong to none. */
export function unitRuns(text: string): readonly (readonly Unit[])[] {
  const runs: Unit[][] = [];
  let end = -1;
  for (const match of text.matchAll(PIECE)) {
    const [piece] = match;
    const unit = { start: match.index, end: match.index + piece.length, isHan: HAN.test(piece) };
    if (unit.start === end) runs.at(-1)?.push(unit);
    else runs.push([unit]);
    end = unit.end;
  }
  return runs;
}

import type { ChineseModel } from '../chinese/chinese-model.ts';
import { syllableCuts } from '../syllable-cuts.ts';

/** A character, or a syllable typed in letters, with the ways to say it. */
export interface Sound {
  /** Half-open range of UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
  /** The character; undefined for letters. */
  readonly character: string | undefined;
  readonly syllables: readonly string[];
}

const MOST_SYLLABLES = 3;

/** The characters of a run, each with its ways to be said. */
export function characterSounds(run: string, offset: number, model: ChineseModel): readonly Sound[] {
  return Array.from(run, (character, at) => ({
    start: offset + at,
    end: offset + at + 1,
    character,
    syllables: model
      .syllablesOf(character)
      .slice(0, MOST_SYLLABLES)
      .map((number) => model.syllables[number]!),
  }));
}

/** The ways in which letters are syllables, those of few first; none where they are not. */
export function letterSounds(
  letters: string,
  offset: number,
  syllables: ReadonlySet<string>,
): readonly (readonly Sound[])[] {
  const cuts = syllableCuts(letters, (piece) => (syllables.has(piece) ? piece : undefined), LONGEST_SYLLABLE);
  return cuts.map((cut) =>
    cut.map(({ start, end, syllable }) => ({
      start: offset + start,
      end: offset + end,
      character: undefined,
      syllables: [syllable],
    })),
  );
}

const LONGEST_SYLLABLE = 6;

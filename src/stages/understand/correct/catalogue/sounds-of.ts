import type { ChineseModel } from '../chinese/chinese-model.ts';

/** A character, or a syllable typed in letters, with the ways to say it. */
export interface Sound {
  /** Half-open range of UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
  /** The character; undefined for letters. */
  readonly character: string | undefined;
  readonly syllables: readonly string[];
}

/** Ways to cut letters into syllables that are looked at. */
const MOST_CUTS = 6;
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
  const found: (readonly Sound[])[] = [];
  const go = (at: number, sofar: readonly Sound[]): void => {
    if (found.length === MOST_CUTS) return;
    if (at === letters.length) return void found.push(sofar);
    if (letters[at] === "'") return go(at + 1, sofar);
    for (let length = Math.min(LONGEST_SYLLABLE, letters.length - at); length > 0; length -= 1) {
      const syllable = letters.slice(at, at + length);
      if (!syllables.has(syllable)) continue;
      const [start, end] = [offset + at, offset + at + length];
      go(at + length, [...sofar, { start, end, character: undefined, syllables: [syllable] }]);
    }
  };
  go(0, []);
  return found;
}

const LONGEST_SYLLABLE = 6;

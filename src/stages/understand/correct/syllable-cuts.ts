/** Ways to cut letters into syllables that are looked at. */
export const MOST_CUTS = 6;

/** A stretch of letters that is a syllable; UTF-16 units. */
export interface SyllableCut<Syllable> {
  readonly start: number;
  readonly end: number;
  readonly syllable: Syllable;
}

/**
 * The ways in which letters are syllables, those of the longest first ones before others; none where they are not.
 * An apostrophe parts syllables and belongs to none.
 * @param syllableOf undefined for letters that are no syllable
 * @param longest letters of the longest syllable
 */
export function syllableCuts<Syllable>(
  letters: string,
  syllableOf: (letters: string) => Syllable | undefined,
  longest: number,
): readonly (readonly SyllableCut<Syllable>[])[] {
  const found: (readonly SyllableCut<Syllable>[])[] = [];
  const go = (start: number, sofar: readonly SyllableCut<Syllable>[]): void => {
    if (found.length === MOST_CUTS) return;
    if (start === letters.length) return void found.push(sofar);
    if (letters[start] === "'") return go(start + 1, sofar);
    for (let length = Math.min(longest, letters.length - start); length > 0; length -= 1) {
      const end = start + length;
      const syllable = syllableOf(letters.slice(start, end));
      if (syllable !== undefined) go(end, [...sofar, { start, end, syllable }]);
    }
  };
  go(0, []);
  return found;
}

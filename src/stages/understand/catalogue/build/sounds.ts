import { pinyin } from 'pinyin-pro';
import { soundKey } from '../sound-table.ts';
import { isHan } from './tokens.ts';

const SHORTEST = 2;
const LONGEST = 8;

/** How Chinese terms are said, in their most usual reading: whole, and as initials alone. */
export function* soundsOf(terms: Iterable<string>): Generator<readonly [key: number, term: string]> {
  for (const term of terms) {
    if (term.length < SHORTEST || term.length > LONGEST || !isHan(term)) continue;
    const syllables = pinyin(term, { toneType: 'none', type: 'array', v: true });
    if (syllables.length !== term.length) continue;
    yield [soundKey(syllables), term];
    yield [soundKey(syllables.map((syllable) => syllable.slice(0, 1))), term];
  }
}

const ofCharacters = new Map<string, readonly (string | undefined)[]>();
const MOST_CHARACTERS = 50_000;
const SYLLABLE = /^[a-z]+$/;

/**
 * How each of some Chinese characters is said in its context: a syllable without tone, ü as v; undefined where nobody
 * knows.
 */
export function readingsOf(characters: string): readonly (string | undefined)[] {
  const known = ofCharacters.get(characters);
  if (known !== undefined) return known;
  const syllables = pinyin(characters, { toneType: 'none', type: 'array', v: true });
  const readings = Array.from({ length: characters.length }, (_, at) =>
    syllables.length === characters.length && SYLLABLE.test(syllables[at]!) ? syllables[at] : undefined,
  );
  if (characters.length === 1 && ofCharacters.size < MOST_CHARACTERS) ofCharacters.set(characters, readings);
  return readings;
}

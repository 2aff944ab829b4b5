import type { Linking, StemChange } from './morphology.ts';

const UMLAUTS: Readonly<Record<string, string>> = { a: 'ä', o: 'ö', u: 'ü' };
const PLAIN_VOWELS: Readonly<Record<string, string>> = { ä: 'a', ö: 'o', ü: 'u' };

/** `buch` → `büch`, `haus` → `häus`. */
const withUmlaut: StemChange = (stem) => {
  const [, before, vowel, after] = /^(.*?)(au|[aou])([^aou]*)$/su.exec(stem) ?? [];
  if (vowel === undefined) return undefined;
  return `${before}${UMLAUTS[vowel[0]!]}${vowel.slice(1)}${after}`;
};

/** `büch` → `buch`; undefined where the last vowel that could have an umlaut has none. */
const withoutUmlaut: StemChange = (stem) => {
  const [, before, umlaut, after] = /^(.*)(äu|[äöü])([^aouäöü]*)$/su.exec(stem) ?? [];
  if (umlaut === undefined) return undefined;
  return `${before}${PLAIN_VOWELS[umlaut[0]!]}${umlaut.slice(1)}${after}`;
};

const umlaut = { join: withUmlaut, part: withoutUmlaut };

/** [ending of the word, its form in the compound, how many compounds have it, umlaut] */
const COUNTS: readonly [string, string, number, typeof umlaut?][] = [
  ['', '', 22759],
  ['', 's', 9637],
  ['', 'n', 5307],
  ['', 'en', 4316],
  ['', 'nen', 2610],
  ['us', 'en', 618],
  ['um', 'en', 348],
  ['um', 'a', 255],
  ['e', '', 122],
  ['a', 'en', 95],
  ['', 'e', 87],
  ['', 'e', 73, umlaut],
  ['on', 'en', 59],
  ['', 'es', 43],
  ['', 'er', 38, umlaut],
  ['en', '', 33],
  ['on', 'a', 28],
  ['', 'er', 25],
  ['', 'ien', 19],
  ['e', 'i', 11],
];

/**
 * How German words are joined. The counts are Stefan Langer's ("Zur Morphologie und Semantik von Nominalkomposita",
 * KONVENS 1998, table on page 6).
 */
export const GERMAN: readonly Linking[] = COUNTS.map(([endsAs, joinsAs, count, change]) => ({
  endsAs,
  joinsAs,
  share: count / COUNTS[0]![2],
  ...(change && { change }),
}));

import { foldCase } from '../../text/normalise.ts';

/**
 * How much of a query stands in a text: the share of its pairs of neighbouring characters, blanks aside, that the
 * text has too, 0 to 1. Of a single character whether it is there. What any model should beat.
 */
export function bigramCoverage(query: string, text: string): number {
  const wanted = bigrams(query);
  if (wanted.size === 0) return 0;
  const found = bigrams(text);
  const characters = new Set(characterOf(text));
  let held = 0;
  for (const gram of wanted) if (found.has(gram) || (gram.length === 1 && characters.has(gram))) held += 1;
  return held / wanted.size;
}

function bigrams(text: string): ReadonlySet<string> {
  const characters = characterOf(text);
  if (characters.length === 1) return new Set(characters);
  return new Set(characters.slice(1).map((character, at) => characters[at]! + character));
}

function characterOf(text: string): readonly string[] {
  return Array.from(foldCase(text).replaceAll(/\s+/gu, ''));
}

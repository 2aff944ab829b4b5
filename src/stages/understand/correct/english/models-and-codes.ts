import type { CatalogueVocabulary } from '../correction.ts';

const LETTERS_THEN_DIGITS = /^([a-z]{3,})(\d+[a-z]{0,3})$/;

/**
 * The word in front of a number that it was typed together with (`iphnoe15`), where the catalogue knows neither the
 * whole nor the word, so that it is no code of its own.
 */
export function letterPart(
  key: string,
  vocabulary: CatalogueVocabulary,
): { readonly letters: string; readonly rest: string } | undefined {
  const [, letters = '', rest = ''] = LETTERS_THEN_DIGITS.exec(key) ?? [];
  if (letters === '' || vocabulary.frequency(key) > 0 || vocabulary.frequency(letters) > 0) return undefined;
  return { letters, rest };
}

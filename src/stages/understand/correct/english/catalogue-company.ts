import type { CatalogueVocabulary } from '../correction.ts';

/** Words beside a place, as the catalogue writes them; undefined at the ends. */
export interface Company {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Odds beyond this say nothing more; log10. */
const MOST = 3;

/**
 * How much more often than by chance the catalogue writes a word between those beside it: log10 of odds, -6..6. 0
 * where it does not hold them.
 */
export function companyIn(vocabulary: CatalogueVocabulary, word: string, { before, after }: Company): number {
  return pairIn(vocabulary, before, word) + pairIn(vocabulary, word, after);
}

function pairIn(
  vocabulary: CatalogueVocabulary,
  before: string | undefined,
  word: string | undefined,
): number {
  if (before === undefined || word === undefined) return 0;
  const gain = vocabulary.follows(before, word) - vocabulary.follows(undefined, word);
  return Math.max(-MOST, Math.min(MOST, gain));
}

import type { Company } from './catalogue-company.ts';
import type { EnglishModel } from './english-model.ts';

/** Words of the corpus that the pairs come from, and about how often a pair occurred that was not listed. */
const LOG_CORPUS = Math.log(1.02e12);
const LOG_UNLISTED = Math.log(50_000);
const LEAST = -6;
const MOST = 9;

/**
 * How well a word follows another, in natural logarithms against chance, -6..9. Where either is no word nothing is
 * known: 0. A pair of frequent words that was never listed speaks against itself.
 */
export function association({ lexicon, pairs }: EnglishModel, left: number, right: number): number {
  if (left < 0 || right < 0) return 0;
  const counted = pairs.association(left, right);
  if (counted !== undefined) return Math.min(MOST, Math.max(LEAST, counted));
  const expected = (lexicon.score(left) + lexicon.score(right)) * Math.LN10 + LOG_CORPUS;
  return Math.max(LEAST, Math.min(0, LOG_UNLISTED - expected));
}

/** What stands around a word in a query, by number; -1 for nothing and for unknown words. */
export interface Surroundings {
  readonly left: number;
  readonly right: number;
  /** Words with a meaning of their own that are not beside it. */
  readonly far: readonly number[];
  /** The words beside it as texts. */
  readonly company: Company;
}

/** How many of the pairs with both neighbours were counted anywhere: 0, 1 or 2. */
export function isSeen({ pairs }: EnglishModel, { left, right }: Surroundings, number: number): number {
  const before = left >= 0 && pairs.association(left, number) !== undefined ? 1 : 0;
  return before + (right >= 0 && pairs.association(number, right) !== undefined ? 1 : 0);
}

/** The best association with a word further away, in either order, 0..9: such words share their subject. */
export function farAssociation({ pairs }: EnglishModel, { far }: Surroundings, number: number): number {
  let best = 0;
  for (const other of far) {
    best = Math.max(best, pairs.association(other, number) ?? 0, pairs.association(number, other) ?? 0);
  }
  return Math.min(MOST, best);
}

/** More frequent words say nothing of the subject. */
const CONTENT = -3.3;
const MOST_FAR = 6;
const START = '<s>';

/** The surroundings of one word of a query. */
export function surroundingsOf({ lexicon }: EnglishModel, keys: readonly string[], at: number): Surroundings {
  const number = (index: number): number => (index < keys.length ? lexicon.find(keys[index]!) : -1);
  const far: number[] = [];
  for (let other = 0; other < keys.length && far.length < MOST_FAR; other += 1) {
    if (Math.abs(other - at) < 2) continue;
    const found = number(other);
    if (found >= 0 && lexicon.score(found) < CONTENT) far.push(found);
  }
  return {
    left: at === 0 ? lexicon.find(START) : number(at - 1),
    right: number(at + 1),
    far,
    company: { before: keys[at - 1], after: keys[at + 1] },
  };
}

import type { Slot } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import { array, type Dsl, object, text } from './dsl.ts';

/** Which of the words must match, by the caller's options. */
export interface Counting {
  readonly all: boolean;
  readonly minimumShouldMatch: Dsl | undefined;
}

/** Any one word is enough: what holds where the caller said nothing. */
export const ANY: Counting = { all: false, minimumShouldMatch: undefined };

/** Undefined where the caller said nothing. */
export function countingOf(options: TextClause['options']): Counting | undefined {
  const all = options.get('operator')?.toLowerCase() === text('and');
  const minimumShouldMatch = options.get('minimum_should_match');
  return all || minimumShouldMatch !== undefined ? { all, minimumShouldMatch } : undefined;
}

/**
 * The slots under the caller's rule. With operator `and` Elasticsearch ignores `minimum_should_match`, and so it does
 * for a text of one word, which is found however many are asked for.
 */
export function counted(slots: readonly Dsl[], { all, minimumShouldMatch }: Counting): Dsl {
  const [only] = slots;
  if (slots.length === 1 && only !== undefined) return only;
  if (all) return object({ bool: object({ must: array(slots) }) });
  return object({
    bool: object({ should: array(slots), minimum_should_match: minimumShouldMatch ?? '1' }),
  });
}

/** Lucene's `EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`, which `english` and `stop` analyzers drop. */
const STOP_WORDS = new Set(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  ),
);
/** A plain count does not depend on how many words there are. */
const PLAIN_COUNT = /^"?\d+"?$/;

/**
 * Whether a slot that analyses to nothing must pass for matched. An analyzer drops stop words before it counts; a
 * clause of ours for a dropped word would never match and fail the whole count.
 */
export function mayVanish({ alternatives }: Slot, { all, minimumShouldMatch }: Counting): boolean {
  if (!all && (minimumShouldMatch === undefined || PLAIN_COUNT.test(minimumShouldMatch))) return false;
  return alternatives.every(({ terms }) => terms.every((term) => STOP_WORDS.has(term.toLowerCase())));
}

/**
 * The slots that count. Words that may be done without do not, where all words are asked for, or a share of them; a
 * plain number is how many of all the caller wants.
 */
export function required(slots: readonly Slot[], { all, minimumShouldMatch }: Counting): readonly Slot[] {
  if (!all && (minimumShouldMatch === undefined || PLAIN_COUNT.test(minimumShouldMatch))) return slots;
  const kept = slots.filter(({ tag }) => tag?.optional !== true);
  return kept.length === 0 ? slots : kept;
}

/**
 * The slots as they score: each as much as its tag weighs.
 * @param all what all of them weigh
 */
export function weighed(slots: readonly Slot[], all = 1): readonly Slot[] {
  return slots.map((slot) => {
    const share = (slot.tag?.weight ?? 1) * all;
    if (share === 1) return slot;
    return {
      ...slot,
      alternatives: slot.alternatives.map((one) => ({ ...one, weight: one.weight * share })),
    };
  });
}

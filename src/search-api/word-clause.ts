import type { Query, Slot } from '../domain/query.ts';
import { ANY, weighed } from './compile/counting.ts';
import { array, type Dsl, number, object } from './compile/dsl.ts';
import { slotClauses } from './compile/slot-clause.ts';

/**
 * The words of a query over fields that hold words as the same segmenter cut them, parted by blanks and in lower case: each
 * word with its corrections and synonyms, any of them. Undefined where nothing has cut the query.
 */
export function wordClause(
  { slots }: Query,
  { fields, boost }: { readonly fields: readonly string[]; readonly boost: number },
): Dsl | undefined {
  if (slots.length === 0 || fields.length === 0) return undefined;
  const places = fields.map((name) => ({
    shape: 'field' as const,
    fields: [{ name, boost: 1 }],
    cut: 'word' as const,
    options: new Map(),
  }));
  return object({
    bool: object({
      should: array(slotClauses(weighed(slots.map(inLowerCase)), places, ANY)),
      boost: number(boost),
    }),
  });
}

/** No analyzer does it: one that lowers case and cuts at blanks cannot be added to an index that is open. */
function inLowerCase(slot: Slot): Slot {
  const alternatives = slot.alternatives.map((alternative) => ({
    ...alternative,
    terms: alternative.terms.map((term) => term.toLowerCase()),
  }));
  return { ...slot, alternatives };
}

import type { Query } from '../domain/query.ts';
import { ANY, weighed } from './compile/counting.ts';
import { array, type Dsl, number, object } from './compile/dsl.ts';
import { slotClauses } from './compile/slot-clause.ts';

/**
 * The words of a query over fields that hold words as the same segmenter cut them, parted by blanks: each word with its
 * corrections and synonyms, any of them. Undefined where nothing has cut the query.
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
    bool: object({ should: array(slotClauses(weighed(slots), places, ANY)), boost: number(boost) }),
  });
}

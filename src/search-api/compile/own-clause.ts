import type { TextClause } from '../../domain/search-request.ts';
import { type Dsl, object, text } from './dsl.ts';
import { fieldList } from './slot-clause.ts';

/** What stands on the clause around it. */
const OUTER = ['boost', '_name'];
/** What only a clause over several fields has. */
const SEVERAL = ['type', 'tie_breaker', 'slop'];
/** What says how many of its words must match. */
export const COUNTING = ['operator', 'minimum_should_match'];

/** The caller's clause with another text, over some of its fields, without some of its options. */
export function ownClause(
  clause: TextClause,
  query: string,
  fields: TextClause['fields'],
  left: readonly string[] = [],
): Dsl {
  return object({
    multi_match: object({
      query: text(query),
      fields: fieldList(fields),
      ...without(clause, [...OUTER, ...left]),
    }),
  });
}

/** The same on one field, as `match` says it, with other options of ours. */
export function ownMatch(
  clause: TextClause,
  query: string,
  field: string,
  { left = [], ours = {} }: OwnOptions = {},
): Dsl {
  const options = without(clause, [...OUTER, ...SEVERAL, ...left]);
  return object({ match: object({ [field]: object({ query: text(query), ...options, ...ours }) }) });
}

export interface OwnOptions {
  /** Names of options of the caller's that are left out. */
  readonly left?: readonly string[];
  readonly ours?: Readonly<Record<string, Dsl | undefined>>;
}

function without({ options }: TextClause, names: readonly string[]): Record<string, Dsl> {
  return Object.fromEntries([...options].filter(([name]) => !names.includes(name)));
}

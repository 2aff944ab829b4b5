import type { IndexDescription } from '../domain/catalog.ts';
import type { Query } from '../domain/query.ts';
import type { SearchRequest, TextClause } from '../domain/search-request.ts';
import { parseDocument } from '../json/document.ts';
import { type Replacement, splice } from '../json/splice.ts';
import { isBare, surround, surroundings } from './compile/boosts.ts';
import { boostsWithinBudget, withinBudget } from './compile/budget.ts';
import { wheresOf } from './compile/conditions.ts';
import type { Dsl } from './compile/dsl.ts';
import { editClause } from './compile/edit-clause.ts';
import { type CompilePolicy, DEFAULT_POLICY } from './compile/policy.ts';
import { readingOf } from './compile/reading.ts';
import { writeUrlQuery } from './compile/url-query.ts';
import { requiredClauses } from './required-clauses.ts';

export interface Compiled {
  /** The caller's own bytes, the same object, where nothing had to be said differently. */
  readonly body: Uint8Array;
  readonly queryString: string;
  /** Whether anything but the caller's own request goes out. */
  readonly changed: boolean;
  /** For explain: what could not be said, and what was left out. */
  readonly notes: readonly unknown[];
}

/**
 * Writes the query back into the caller's request. Everything outside the clauses that hold the user's text keeps
 * its bytes; a query that no stage changed is the caller's own. Boosts and filters stand around the whole query, so
 * that aggregations and totals follow the same rewritten query.
 */
export function compile(
  request: SearchRequest,
  given: Query,
  index: IndexDescription | undefined,
  policy: CompilePolicy = DEFAULT_POLICY,
): Compiled {
  const copies = copiesOf(request.clauses);
  const boosts = boostsWithinBudget(given.boosts, copies, policy.maxClauses);
  const { query, dropped, fits } = withinBudget({ ...given, boosts }, copies, policy.maxClauses);
  const notes: unknown[] = dropped === 0 ? [] : [{ droppedExpansions: dropped }];
  if (boosts.length < given.boosts.length) notes.push({ droppedBoosts: given.boosts.length - boosts.length });
  if (!fits) notes.push({ tooManyWords: query.slots.length });
  // Words past the bound are not written down one by one: the field's analyzer reads the text, as it always did.
  const reading = readingOf(fits ? query : { ...query, slots: [] });
  if (request.clauses.length === 0) {
    const written = writeUrlQuery(request, reading);
    return compiled(request, written.body, written.queryString, [...notes, ...written.notes]);
  }
  const replacements: Replacement[] = [];
  for (const clause of request.clauses) {
    const { replacement, note } = editClause(clause, { reading, index, policy });
    if (replacement !== undefined) replacements.push(replacement);
    if (note !== undefined) notes.push(note);
  }
  const additive = !request.clauses.some(({ underFunction }) => underFunction === true);
  const around = surroundings(query, wheresOf(request.clauses), additive);
  notes.push(...around.notes);
  const rewritten = replacements.length === 0 ? request.body : splice(request.body, replacements);
  const required = around.pinned.length + around.admitted.length === 0 ? [] : requiredOf(request);
  const body = isBare(around) ? rewritten : replaceQuery(rewritten, (own) => surround(own, around, required));
  return compiled(request, body, request.queryString, notes);
}

function compiled(
  request: SearchRequest,
  body: Uint8Array,
  queryString: string,
  notes: readonly unknown[],
): Compiled {
  const changed = body !== request.body || queryString !== request.queryString;
  return { body, queryString, changed, notes };
}

/** How many times each word is written down: once for every field of every clause. */
function copiesOf(clauses: readonly TextClause[]): number {
  return clauses.reduce((copies, { fields }) => copies + Math.max(1, fields.length), 0);
}

/** What the caller's own query asks for besides words. */
function requiredOf({ body }: SearchRequest): readonly Dsl[] {
  const query = parseDocument(body).root.get('query');
  return query === undefined ? [] : requiredClauses(query);
}

function replaceQuery(body: Uint8Array, write: (own: string) => string): Uint8Array {
  const node = parseDocument(body).root.get('query');
  if (node === undefined) return body;
  const bytes = Buffer.from(write(node.raw().toString()));
  return splice(body, [{ start: node.start, end: node.end, bytes }]);
}

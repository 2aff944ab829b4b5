import type { IndexDescription } from '../domain/catalog.ts';
import type { Query } from '../domain/query.ts';
import type { SearchRequest, TextClause } from '../domain/search-request.ts';
import { parseDocument } from '../json/document.ts';
import { type Replacement, splice } from '../json/splice.ts';
import { encodeString } from '../json/text.ts';
import { surround } from './compile/boosts.ts';
import { withinBudget } from './compile/budget.ts';
import { isHanWord } from './compile/field-slots.ts';
import { compileClause } from './compile/text-clause.ts';

export interface Compiled {
  /** The caller's own bytes, the same object, where no stage changed the query. */
  readonly body: Uint8Array;
  readonly queryString: string;
  /** For explain. */
  readonly notes: readonly unknown[];
}

/** Kinds whose text is in the query string language, where a word of several characters is quoted. */
const SYNTAX_KINDS = new Set(['query_string', 'simple_query_string']);

/**
 * Writes the query back into the caller's request. Everything outside the clauses that hold the user's text keeps
 * its bytes; a query that no stage changed is the caller's own.
 */
export function compile(request: SearchRequest, given: Query, index: IndexDescription | undefined): Compiled {
  const { query, dropped } = withinBudget(
    given,
    request.clauses.reduce((n, { fields }) => n + fields.length, 0),
  );
  const notes: unknown[] = dropped === 0 ? [] : [{ droppedExpansions: dropped }];
  const segmented = isSegmented(query);
  const surrounded = query.boosts.length > 0 || query.filters.length > 0;
  if (!segmented && !surrounded && query.text === query.typed) {
    return { body: request.body, queryString: request.queryString, notes };
  }
  if (request.clauses.length === 0) return compileParameter(request, query, { segmented, surrounded }, notes);
  const replacements = request.clauses.map((clause) => {
    const dsl = segmented ? compileClause(clause, query, index) : undefined;
    if (dsl !== undefined) return { ...clause.range, bytes: Buffer.from(dsl) };
    if (segmented && !SYNTAX_KINDS.has(clause.kind)) notes.push({ keptClause: clause.kind });
    return { ...clause.textRange, bytes: encodeString(textFor(clause, query, segmented)) };
  });
  const body = splice(
    request.body,
    replacements.toSorted((a, b) => a.start - b.start),
  );
  return {
    body: surrounded ? surroundBody(body, query, request.clauses) : body,
    queryString: request.queryString,
    notes,
  };
}

/** Whether the slots say more than the text: alternatives, or Chinese words, which only a phrase keeps whole. */
function isSegmented({ slots }: Query): boolean {
  return slots.some(({ alternatives }) => {
    const [only] = alternatives;
    const isPlain = alternatives.length === 1 && only?.weight === 1 && only.terms.length === 1;
    return !isPlain || isHanWord(only.terms[0] ?? '');
  });
}

function textFor(clause: TextClause, query: Query, segmented: boolean): string {
  return segmented && SYNTAX_KINDS.has(clause.kind) ? inSyntax(query) : query.text;
}

/** The words in the query string language: those of several Chinese characters as phrases. */
function inSyntax(query: Query): string {
  return query.slots
    .map(({ alternatives: [first] }) =>
      (first?.terms ?? []).map((term) => (isHanWord(term) ? `"${term}"` : term)).join(' '),
    )
    .join(' ');
}

function surroundBody(body: Buffer, query: Query, clauses: readonly TextClause[]): Buffer {
  const node = parseDocument(body).root.get('query');
  if (node === undefined) return body;
  const fields = [
    ...new Map(clauses.flatMap((clause) => clause.fields).map((field) => [field.name, field])).values(),
  ];
  const dsl = surround(Buffer.from(node.raw()).toString(), query.boosts, query.filters, fields);
  const replacement: Replacement = { start: node.start, end: node.end, bytes: Buffer.from(dsl) };
  return splice(body, [replacement]);
}

/** The text stands in the URL: `q` is replaced there, or moves into a body where more than words must be said. */
function compileParameter(
  request: SearchRequest,
  query: Query,
  how: { readonly segmented: boolean; readonly surrounded: boolean },
  notes: unknown[],
): Compiled {
  const text = how.segmented ? inSyntax(query) : query.text;
  const queryString = request.queryString
    .split('&')
    .map((pair) => (pair.startsWith('q=') ? `q=${encodeURIComponent(text)}` : pair))
    .join('&');
  if (how.surrounded) notes.push({ notApplied: 'boosts and filters, since the query stands in the URL' });
  return { body: request.body, queryString, notes };
}

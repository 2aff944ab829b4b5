import type { IndexDescription } from '../domain/catalog.ts';
import type { Query } from '../domain/query.ts';
import type { SearchRequest } from '../domain/search-request.ts';
import { parseDocument } from '../json/document.ts';
import { array, type Dsl, number, object, some, text } from './compile/dsl.ts';
import { compile } from './compile.ts';
import { readSearch } from './read-search.ts';
import { withoutPins } from './window/rewritten-query.ts';
import { wordClause } from './word-clause.ts';

/** Fields that share the words of a query among them, as `multi_match` takes them: `title^2`. */
export interface FieldGroup {
  readonly fields: readonly string[];
  readonly type: 'cross_fields' | 'most_fields' | 'best_fields';
  /** What fields that match less well than the best add, 0..1. */
  readonly tieBreaker: number;
  readonly boost: number;
}

/** Fields that hold the words of texts, as {@link wordClause} takes them. */
export type WordFields = Parameters<typeof wordClause>[1];

/**
 * The words of a query over groups of fields, as a good developer would have written it, and then understood: with
 * corrections, synonyms and the boosts of rules. The scores of the groups add up. Where the caller's own clauses want
 * all words, or a number of them, the first group does too and the others only add, as do fields of words.
 * @returns undefined where the words cannot be looked for like that
 */
export function fieldsQuery(
  { request, query, index }: { request: SearchRequest; query: Query; index: IndexDescription | undefined },
  groups: readonly FieldGroup[],
  words?: WordFields,
): Dsl | undefined {
  const demand = wordsDemanded(request);
  const clauses = groups.map((group, at) => groupClause(request.text, group, at === 0 ? demand : {}));
  const [first, ...others] = clauses;
  if (first === undefined) return undefined;
  const asked = Object.keys(demand).length > 0;
  const whole =
    others.length === 0
      ? first
      : object({
          bool: object(
            asked
              ? { must: array([first]), should: some(others) }
              : { should: array(clauses), minimum_should_match: '1' },
          ),
        });
  const written = readSearch({
    target: { indices: request.indices, queryString: '' },
    headers: [],
    body: Buffer.from(object({ query: whole })),
  });
  if (written.kind === 'bypass') return undefined;
  const { body } = compile(written.request, withoutPins(query), index);
  const found = parseDocument(body).root.get('query')?.raw().toString();
  const byWords = words === undefined ? undefined : wordClause(query, words);
  if (found === undefined || byWords === undefined) return found;
  return object({
    bool: object(
      asked
        ? { must: array([found]), should: array([byWords]) }
        : { should: array([found, byWords]), minimum_should_match: '1' },
    ),
  });
}

function groupClause(words: string, group: FieldGroup, demand: Readonly<Record<string, Dsl>>): Dsl {
  return object({
    multi_match: object({
      query: text(words),
      type: text(group.type),
      fields: array(group.fields.map(text)),
      tie_breaker: group.type === 'most_fields' ? undefined : number(group.tieBreaker),
      boost: group.boost === 1 ? undefined : number(group.boost),
      ...demand,
    }),
  });
}

/** How many of the words must match where every clause of the caller's says so; empty where any will do. */
export function wordsDemanded({ clauses }: SearchRequest): Readonly<Record<string, Dsl>> {
  const [first] = clauses;
  if (first === undefined) return {};
  for (const name of ['operator', 'minimum_should_match']) {
    const value = first.options.get(name);
    const isSame = clauses.every(({ options }) => options.get(name) === value);
    if (value !== undefined && isSame && value.toLowerCase() !== '"or"') return { [name]: value };
  }
  return {};
}

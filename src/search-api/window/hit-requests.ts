import { array, type Dsl, number, object, text } from '../compile/dsl.ts';
import { editBody } from './edit-body.ts';
import { queryOf } from './rewritten-query.ts';
import { hitParameters, withPreference } from './url-parameters.ts';
import type { Sendable } from './window-request.ts';

/** A document by its concrete index and id. */
export interface DocumentKey {
  readonly index: string;
  readonly id: string;
}

/** The caller's request with the understood query, and the `preference` of its search. */
export interface Rewritten extends Sendable {
  readonly preference: string;
}

/** What belongs to the whole answer, which leg 1 has brought, and what could end the search for hits early. */
const ANSWER_PARTS = new Set([
  'aggs',
  'aggregations',
  'suggest',
  'sort',
  'stats',
  'track_scores',
  'terminate_after',
]);

/**
 * Asks for these documents as the caller would have got them: the rewritten query stands in `should`, so that
 * highlights, matched queries and the rest are those of a hit, the documents in `filter`.
 */
export function hydrationRequest(rewritten: Rewritten, documents: readonly DocumentKey[]): Sendable {
  const query = object({
    bool: object({ should: array([queryOf(rewritten)]), filter: array([isOneOf(documents)]) }),
  });
  return hitsOf(rewritten, { query, from: 0, size: documents.length });
}

export interface Beyond {
  /** Documents that are shown elsewhere. */
  readonly shown: readonly DocumentKey[];
  /** Counted without those that are shown elsewhere. */
  readonly from: number;
  readonly size: number;
}

/** Asks for hits in the engine's own order, as if those that are shown elsewhere were not there. */
export function beyondRequest(rewritten: Rewritten, { shown, from, size }: Beyond): Sendable {
  const query = object({
    bool: object({
      must: array([queryOf(rewritten)]),
      must_not: shown.length === 0 ? undefined : array([isOneOf(shown)]),
    }),
  });
  return hitsOf(rewritten, { query, from, size });
}

function hitsOf(
  { body, queryString, preference }: Rewritten,
  { query, from, size }: { readonly query: Dsl; readonly from: number; readonly size: number },
): Sendable {
  return {
    body: editBody(body, {
      without: ANSWER_PARTS,
      with: { query, from: number(from), size: number(size), track_total_hits: 'false' },
    }),
    queryString: withPreference(hitParameters(queryString), preference),
  };
}

/** Ids are unique in their index alone. */
function isOneOf(documents: readonly DocumentKey[]): Dsl {
  const byIndex = new Map<string, string[]>();
  for (const { index, id } of documents) byIndex.set(index, [...(byIndex.get(index) ?? []), id]);
  const clauses = [...byIndex].map(([index, ids]) => {
    const values = object({ ids: object({ values: array(ids.map(text)) }) });
    const there = object({ term: object({ _index: text(index) }) });
    return object({ bool: object({ filter: array([there, values]) }) });
  });
  const [only] = clauses;
  return clauses.length === 1 && only !== undefined
    ? only
    : object({ bool: object({ should: array(clauses) }) });
}

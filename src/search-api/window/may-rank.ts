import type { Ranking } from '../../domain/search.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import { type JsonNode, parseDocument } from '../../json/document.ts';
import { readParameters } from '../parameters.ts';
import { QUERY_TABLE } from '../query-table.ts';

/** Queries that score by something else than words, wherever they stand in a scoring position. */
const FUNCTIONS = new Set(['rank_feature', 'distance_feature', 'script', 'pinned', 'boosting']);

/**
 * Whether other legs and models may have a say in the order. Where a function, a field or a list of the caller's makes
 * the score, the caller has decided what counts; hits without ids cannot be told apart.
 */
export function rankingOf({ body, queryString, clauses }: SearchRequest): Ranking {
  if (readParameters(queryString).get('stored_fields') === '_none_') return 'no_ids';
  if (clauses.some(({ underFunction }) => underFunction === true)) return 'scoring_function';
  if (body.length === 0) return 'open';
  const { root } = parseDocument(body);
  if (holdsNone(root.get('stored_fields'))) return 'no_ids';
  const query = root.get('query');
  return query !== undefined && scoresItself(query, false) ? 'scoring_function' : 'open';
}

function holdsNone(fields: JsonNode | undefined): boolean {
  if (fields?.kind === 'array') return [...fields.items()].some(holdsNone);
  return fields?.kind === 'string' && fields.text() === '_none_';
}

/** @param optional whether the query only raises documents that match without it */
function scoresItself(query: JsonNode, optional: boolean): boolean {
  const [member] = query.members();
  if (member === undefined) return false;
  const { key, value } = member;
  const row = QUERY_TABLE.get(key);
  if (FUNCTIONS.has(key)) return true;
  if (row?.kind !== 'compound') return row?.kind === 'carry' && optional;
  if (row.scoring.length === 0) return optional;
  return row.scoring.some((name) => {
    const inner = value.get(name);
    const queries = inner === undefined ? [] : inner.kind === 'array' ? [...inner.items()] : [inner];
    const beside =
      key === 'bool' && name === 'should' && (queries.length > 1 || value.get('must') !== undefined);
    return queries.some((one) => scoresItself(one, optional || beside));
  });
}

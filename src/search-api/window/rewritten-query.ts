import type { IndexDescription } from '../../domain/catalog.ts';
import type { Query } from '../../domain/query.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import { parseDocument } from '../../json/document.ts';
import { compile } from '../compile.ts';
import type { Dsl } from '../compile/dsl.ts';
import { asQueryString } from '../compile/url-query.ts';
import { readParameters } from '../parameters.ts';
import type { Sendable } from './window-request.ts';

/** The query of a request, from its body or its URL. */
export function queryOf({ body, queryString }: Sendable): Dsl {
  const query = body.length === 0 ? undefined : parseDocument(body).root.get('query');
  if (query !== undefined) return query.raw().toString();
  const parameters = readParameters(queryString);
  return asQueryString(parameters.get('q') ?? '', parameters);
}

/** What leg 1 looks for: the caller's query with the understood words, without documents that rules pin. */
export function understoodQuery(
  request: SearchRequest,
  query: Query,
  index: IndexDescription | undefined,
): Dsl {
  return queryOf(compile(request, withoutPins(query), index));
}

/** In a window pins are placed after ranking; before it they would only spoil the scale of the scores. */
export function withoutPins(query: Query): Query {
  const { instructions } = query;
  return instructions.pins.length === 0 ? query : { ...query, instructions: { ...instructions, pins: [] } };
}

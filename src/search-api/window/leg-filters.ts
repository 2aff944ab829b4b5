import type { Query } from '../../domain/query.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import { parseDocument } from '../../json/document.ts';
import { surroundings } from '../compile/boosts.ts';
import { wheresOf } from '../compile/conditions.ts';
import type { Dsl } from '../compile/dsl.ts';
import { requiredClauses, textOf } from '../required-clauses.ts';

/**
 * What every leg but the caller's own must hold to: all that the caller's query requires besides its words, its
 * `post_filter`, and what rules filter and hide. A document that these clauses let through may be shown without the
 * words that were typed, never without what was asked for besides.
 */
export function legFilters(request: SearchRequest, query: Query): readonly Dsl[] {
  const { filter } = surroundings(query, wheresOf(request.clauses), true);
  if (request.body.length === 0) return filter;
  const { root } = parseDocument(request.body);
  const own = root.get('query');
  const post = root.get('post_filter');
  return [
    ...(own === undefined ? [] : requiredClauses(own)),
    ...(post === undefined ? [] : [textOf(post)]),
    ...filter,
  ];
}

/** `runtime_mappings` of the request, which filters may refer to; undefined where it has none. */
export function runtimeMappings({ body }: SearchRequest): Dsl | undefined {
  const node = body.length === 0 ? undefined : parseDocument(body).root.get('runtime_mappings');
  return node === undefined ? undefined : textOf(node);
}

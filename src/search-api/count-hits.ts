import type { SearchRequest } from '../domain/search-request.ts';
import { parseDocument } from '../json/document.ts';
import { number, object } from './compile/dsl.ts';

/** A search that only counts. */
export interface HitsRequest {
  readonly path: string;
  readonly body: Buffer;
}

/**
 * Asks how many documents the query of a body finds, without hits, aggregations and scores.
 * @param body a compiled request
 * @param atMost where counting may stop, ≥ 1
 * @returns undefined for a body without a query
 */
export function hitsRequest(
  { indices }: SearchRequest,
  body: Uint8Array,
  atMost: number,
): HitsRequest | undefined {
  const query = body.length === 0 ? undefined : parseDocument(body).root.get('query');
  if (query === undefined) return undefined;
  const counting = object({
    size: number(0),
    track_total_hits: number(atMost),
    query: query.raw().toString(),
  });
  return {
    path: `/${indices.map((name) => encodeURIComponent(name)).join(',')}/_search`,
    body: Buffer.from(counting),
  };
}

import type { EngineAnswer, EngineRequest, RawHeaders } from '../../domain/engine.ts';
import type { TraceSpan } from '../../domain/trace.ts';
import { headerOf } from './raw-headers.ts';

/** What a leg keeps of the caller's request whatever its body says. */
export interface LegHead {
  readonly method: string;
  /** Raw path without the query string. */
  readonly path: string;
  readonly headers: RawHeaders;
  /** What the leg is a part of, where that is recorded. */
  readonly span?: TraceSpan | undefined;
}

/** The caller's request with another body and query string. */
export function legRequest(head: LegHead, body: Uint8Array, queryString: string): EngineRequest {
  const path = queryString === '' ? head.path : `${head.path}?${queryString}`;
  const { method, headers, span } = head;
  if (body.length === 0) return { method, path, headers, body: null, span };
  return { method, path, headers: withContentType(headers), body, span };
}

/**
 * A body needs a content type, also where the caller sent their words in the URL. With a versioned media type
 * Elasticsearch wants the same version in both headers.
 */
function withContentType(headers: RawHeaders): RawHeaders {
  if (headerOf(headers, 'content-type') !== undefined) return headers;
  const accept = headerOf(headers, 'accept') ?? '';
  const type = /compatible-with/.test(accept) ? accept : 'application/json';
  return [...headers, 'content-type', type];
}

/** The path of a search in these indices; undefined where none are named. */
export function pathOf(indices: readonly string[] | undefined): string | undefined {
  return indices && `/${indices.map((name) => encodeURIComponent(name)).join(',')}/_search`;
}

/** Statuses that say nothing about the rewriting: sending the caller's own bytes would change nothing. */
const FINAL = new Set([401, 403, 404, 408, 413, 429, 502, 503, 504]);

/** Whether an answer to a rewritten request may be the rewriting's fault, so that the caller's own goes out. */
export function mayBeOurFault(answer: EngineAnswer): boolean {
  return answer.status >= 400 && !FINAL.has(answer.status);
}

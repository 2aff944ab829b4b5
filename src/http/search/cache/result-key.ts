import type { RawHeaders } from '../../../domain/engine.ts';
import { hashOf } from '../credentials.ts';
import type { SearchToImprove } from '../looked.ts';
import { headerOf } from '../raw-headers.ts';

/**
 * Headers that say nothing about what the answer is. Every other one is part of the key: what some proxy or plug-in takes
 * for a credential must keep callers apart, whether or not its name is known here.
 */
const SAY_NOTHING = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'traceparent',
  'tracestate',
  'transfer-encoding',
  'user-agent',
  'x-elastic-client-meta',
  'x-opaque-id',
  'x-request-id',
]);

/**
 * Names a search by everything that its answer depends on; undefined where the answer must be its own: explained, or asked
 * for without a cache (`request_cache=false`, `Cache-Control`).
 */
export function resultKey({ target, headers, body, plan, pipeline }: SearchToImprove): string | undefined {
  if (target.api !== 'search' || headerOf(headers, 'relevance-debug') !== undefined) return undefined;
  if (/\bno-(cache|store)\b/i.test(headerOf(headers, 'cache-control') ?? '')) return undefined;
  if (new URLSearchParams(target.queryString).get('request_cache') === 'false') return undefined;
  return hashOf([
    plan.version,
    pipeline.name,
    target.method,
    target.path,
    target.queryString,
    JSON.stringify(telling(headers)),
    body,
  ]);
}

/** Lower-case names and values of the headers that count, in an order of their own. */
function telling(headers: RawHeaders): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at]!.toLowerCase();
    if (!SAY_NOTHING.has(name)) pairs.push([name, headers[at + 1]!]);
  }
  // A stable sort: repeated headers keep their order, which may have a meaning.
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

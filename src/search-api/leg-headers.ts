import type { RawHeaders } from '../domain/engine.ts';

/** What belongs to one connection or one body, and what is said to the gateway alone. */
const DROPPED = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'host',
  'content-length',
  'content-encoding',
  'accept-encoding',
  'range',
]);
/** Hop-by-hop, conditional, and the gateway's own. */
const DROPPED_FAMILY = /^(proxy-|if-|relevance-)/;

/**
 * The caller's headers as every request on their behalf carries them: credentials, run-as, media types, trace
 * and client headers byte for byte, in their order. What `Connection` names is dropped too (RFC 9110 section 7.6.1).
 */
export function legHeaders(headers: RawHeaders): RawHeaders {
  const named = new Set<string>();
  const pairs: (readonly [lower: string, name: string, value: string])[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const [name, value] = [headers[at]!, headers[at + 1]!];
    const lower = name.toLowerCase();
    pairs.push([lower, name, value]);
    if (lower === 'connection') for (const hop of value.split(',')) named.add(hop.trim().toLowerCase());
  }
  return pairs
    .filter(([lower]) => !DROPPED.has(lower) && !DROPPED_FAMILY.test(lower) && !named.has(lower))
    .flatMap(([, name, value]) => [name, value]);
}

import type { RawHeaders } from '../domain/engine.ts';

/** What belongs to one connection or one body, and what is said to the gateway alone. */
const DROPPED = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
  'content-encoding',
  'accept-encoding',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'range',
]);

/**
 * The caller's headers as every request on their behalf carries them: credentials, run-as, media types, trace
 * and client headers byte for byte, in their order.
 */
export function legHeaders(headers: RawHeaders): RawHeaders {
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at]!.toLowerCase();
    if (!DROPPED.has(name) && !name.startsWith('relevance-')) kept.push(headers[at]!, headers[at + 1]!);
  }
  return kept;
}

import type { RawHeaders } from '../domain/engine.ts';

/** Headers that belong to one connection (RFC 9110, 7.6.1) and those that the connection upstream gets anew. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'transfer-encoding',
  'upgrade',
]);
const OF_REQUESTS = new Set([...HOP_BY_HOP, 'host', 'expect', 'te']);

/** What goes to Elasticsearch: everything end to end, in order, duplicates kept, without those in `dropped`. */
export function requestHeaders(raw: RawHeaders, dropped?: ReadonlySet<string>): string[] {
  const named = connectionOptions(raw);
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!;
    const lower = name.toLowerCase();
    if (lower === 'te' && /^\s*trailers\s*$/i.test(raw[at + 1]!)) kept.push(name, raw[at + 1]!);
    if (OF_REQUESTS.has(lower) || named?.has(lower) === true || dropped?.has(lower) === true) continue;
    kept.push(name, raw[at + 1]!);
  }
  return kept;
}

/** An answer's head, read once. */
export interface AnswerHead {
  /** Without hop-by-hop headers, in order, duplicates kept. */
  readonly headers: string[];
  /** Null where the answer does not say. */
  readonly contentLength: number | null;
  readonly contentEncoding: string | null;
  /** Both `Content-Length` and `Transfer-Encoding`: where the answer ends depends on who reads it. */
  readonly ambiguous: boolean;
  readonly closes: boolean;
}

/** @param raw names and values alternating, as undici's parser found them */
export function readHead(raw: readonly Buffer[]): AnswerHead {
  const text = raw.map((part) => part.toString('latin1'));
  const named = connectionOptions(text);
  const headers: string[] = [];
  let contentLength: number | null = null;
  let contentEncoding: string | null = null;
  let chunked = false;
  for (let at = 0; at + 1 < text.length; at += 2) {
    const name = text[at]!;
    const value = text[at + 1]!;
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding') chunked = true;
    if (HOP_BY_HOP.has(lower) || named?.has(lower) === true) continue;
    if (lower === 'content-length') contentLength = Number(value);
    if (lower === 'content-encoding') contentEncoding = value.trim().toLowerCase();
    headers.push(name, value);
  }
  const closes = named?.has('close') === true;
  return { headers, contentLength, contentEncoding, ambiguous: chunked && contentLength !== null, closes };
}

/** First value of a header, by lower-case name. */
export function headerOf(raw: RawHeaders, name: string): string | undefined {
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]!.length === name.length && raw[at]!.toLowerCase() === name) return raw[at + 1];
  }
  return undefined;
}

/** The header names that `Connection` takes away, lower case; undefined where there is no such header. */
function connectionOptions(raw: RawHeaders): ReadonlySet<string> | undefined {
  let names: Set<string> | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]!.length !== 10 || raw[at]!.toLowerCase() !== 'connection') continue;
    names ??= new Set();
    for (const option of raw[at + 1]!.split(',')) names.add(option.trim().toLowerCase());
  }
  return names;
}

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
const OF_ANSWERS = new Set([...HOP_BY_HOP, 'content-length', 'content-encoding']);
/** Nearly all other names are told apart by their length, without a look at their letters. */
const REQUEST_LENGTHS = lengthsOf(OF_REQUESTS);
const ANSWER_LENGTHS = lengthsOf(OF_ANSWERS);

/** What goes to Elasticsearch: everything end to end, in order, duplicates kept, without those in `dropped`. */
export function requestHeaders(raw: RawHeaders, dropped?: ReadonlySet<string>): string[] {
  const named = connectionOptions(raw);
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!;
    if (named !== undefined || dropped !== undefined || REQUEST_LENGTHS[name.length] === true) {
      const lower = name.toLowerCase();
      if (lower === 'te' && /^\s*trailers\s*$/i.test(raw[at + 1]!)) kept.push(name, raw[at + 1]!);
      if (OF_REQUESTS.has(lower) || named?.has(lower) === true || dropped?.has(lower) === true) continue;
    }
    kept.push(name, raw[at + 1]!);
  }
  return kept;
}

/** An answer's head, read once. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
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
export function readHead(status: number, statusText: string, raw: readonly Buffer[]): AnswerHead {
  const headers: string[] = [];
  let contentLength: number | null = null;
  let contentEncoding: string | null = null;
  let chunked = false;
  let named: ReadonlySet<string> | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toString('latin1');
    const value = raw[at + 1]!.toString('latin1');
    if (ANSWER_LENGTHS[name.length] === true) {
      const lower = name.toLowerCase();
      if (lower === 'transfer-encoding') chunked = true;
      else if (lower === 'content-length') contentLength = Number(value);
      else if (lower === 'content-encoding') contentEncoding = value.trim().toLowerCase();
      else if (lower === 'connection') named = new Set([...(named ?? []), ...optionsOf(value)]);
      if (HOP_BY_HOP.has(lower)) continue;
    }
    headers.push(name, value);
  }
  const closes = named?.has('close') === true;
  const ambiguous = chunked && contentLength !== null;
  const kept = named === undefined ? headers : without(headers, named);
  return { status, statusText, headers: kept, contentLength, contentEncoding, ambiguous, closes };
}

/** First value of a header, by lower-case name. */
export function headerOf(raw: RawHeaders, name: string): string | undefined {
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]!.length === name.length && raw[at]!.toLowerCase() === name) return raw[at + 1];
  }
  return undefined;
}

/** The header names that `Connection` takes away, lower case; undefined where there are none. */
function connectionOptions(raw: RawHeaders): ReadonlySet<string> | undefined {
  let names: Set<string> | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]!.length !== 10 || raw[at]!.toLowerCase() !== 'connection') continue;
    // What nearly every client sends names no header.
    if (raw[at + 1] === 'keep-alive' || raw[at + 1] === 'close') continue;
    names = new Set([...(names ?? []), ...optionsOf(raw[at + 1]!)]);
  }
  return names;
}

function optionsOf(value: string): string[] {
  return value.split(',').map((option) => option.trim().toLowerCase());
}

function without(headers: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (!names.has(headers[at]!.toLowerCase())) kept.push(headers[at]!, headers[at + 1]!);
  }
  return kept;
}

function lengthsOf(names: ReadonlySet<string>): readonly boolean[] {
  const longest = Math.max(...[...names].map((name) => name.length));
  return Array.from({ length: longest + 1 }, (_, length) =>
    [...names].some((name) => name.length === length),
  );
}

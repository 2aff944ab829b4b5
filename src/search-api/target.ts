import type { RawHeaders } from '../domain/engine.ts';
import type { BypassReason } from './bypass-reason.ts';

/** A search that names its indices one by one. */
export interface SearchTarget {
  readonly api: 'search' | 'msearch';
  readonly method: string;
  /** Decoded; empty for `/_msearch`, whose items name theirs. */
  readonly indices: readonly string[];
  /** Raw path, without the query string. */
  readonly path: string;
  /** Raw, without `?`. */
  readonly queryString: string;
  /** Set when media types alone rule out improving it. */
  readonly bypass: BypassReason | null;
}

const PATH = /^\/(?:([^/]+)\/)?(_search|_msearch)\/?$/;
/** What no index name may hold, and what would make two readers see two paths. */
const NOT_A_NAME = /^[-_+.]|[\s\p{Cc}\\/*?"<>|#:;]/u;
const JSON_BODY = /^application\/(vnd\.elasticsearch\+)?json\s*(;|$)/i;
const LINES_BODY = /^application\/(vnd\.elasticsearch\+)?(x-nd)?json\s*(;|$)/i;
const OTHER_ANSWER = /yaml|cbor|smile|mvt/i;

/**
 * Reads the raw request target; nothing is decoded into another path. Undefined: not a search on named indices,
 * so not ours.
 */
export function searchTarget(method: string, rawUrl: string, headers: RawHeaders): SearchTarget | undefined {
  if (method !== 'GET' && method !== 'POST') return undefined;
  const mark = rawUrl.indexOf('?');
  const path = mark < 0 ? rawUrl : rawUrl.slice(0, mark);
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, names, api] = match;
  if (names === undefined && api === '_search') return undefined;
  const indices = names === undefined ? [] : indexNames(names);
  if (indices === undefined) return undefined;
  const kind = api === '_search' ? 'search' : 'msearch';
  return {
    api: kind,
    method,
    indices,
    path,
    queryString: mark < 0 ? '' : rawUrl.slice(mark + 1),
    bypass: readsJson(headers, kind === 'search' ? JSON_BODY : LINES_BODY) ? null : 'media_type',
  };
}

/** Whether a name is that of one index or alias, and no pattern, date math or remote index. */
export function isIndexName(name: string): boolean {
  return name !== '' && name !== '_all' && !NOT_A_NAME.test(name);
}

function indexNames(raw: string): readonly string[] | undefined {
  let text: string;
  try {
    text = decodeURIComponent(raw);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  const names = text.split(',');
  return names.every(isIndexName) ? names : undefined;
}

function readsJson(headers: RawHeaders, body: RegExp): boolean {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at]!.toLowerCase();
    if (name === 'content-type' && !body.test(headers[at + 1]!)) return false;
    if (name === 'accept' && OTHER_ANSWER.test(headers[at + 1]!)) return false;
  }
  return true;
}

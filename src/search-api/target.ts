import type { RawHeaders } from '../domain/engine.ts';
import type { BypassReason } from './bypass-reason.ts';
import { areMediaTypesOurs } from './media-types.ts';

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

/** Only characters that every reader of a path takes alike. */
const PATH = /^\/(?:([A-Za-z0-9%,._~!$'()@&=+-]+)\/)?(_search|_msearch)\/?$/;
/** Letters, digits, `-._~` written as escapes: nobody needs that, and some readers resolve `%2e%2e`. */
const NEEDLESS_ESCAPE = /%(2[de]|3\d|4[1-9a-f]|5[\daf]|6[1-9a-f]|7[\dae])/i;
/** What no index name may hold, and what would make two readers see two paths. */
const NOT_A_NAME = /^[-_+.]|[\s\p{Cc}\\/*?"<>|#:;]/u;

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
  const [, names, endpoint] = match;
  if (names === undefined && endpoint === '_search') return undefined;
  const indices = names === undefined ? [] : indexNames(names);
  if (indices === undefined) return undefined;
  const api = endpoint === '_search' ? 'search' : 'msearch';
  return {
    api,
    method,
    indices,
    path,
    queryString: mark < 0 ? '' : rawUrl.slice(mark + 1),
    bypass: areMediaTypesOurs(api, headers) ? null : 'media_type',
  };
}

/** Whether a name is that of one index or alias, and no pattern, date math or remote index. */
export function isIndexName(name: string): boolean {
  return name !== '' && !NOT_A_NAME.test(name);
}

function indexNames(raw: string): readonly string[] | undefined {
  if (NEEDLESS_ESCAPE.test(raw)) return undefined;
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

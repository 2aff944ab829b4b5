import { illegalArgument } from '../errors.ts';
import type { Call, Reply } from './call.ts';

export interface Route {
  /** `GET /{index}/_doc/{id}`; several methods separated by commas. */
  readonly on: string;
  /** Names of query parameters it knows, besides those that every request may carry. */
  readonly query?: readonly string[];
  run(call: Call): Reply | Promise<Reply>;
}

interface Pattern {
  readonly methods: readonly string[];
  readonly parts: readonly string[];
  readonly route: Route;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** What a path leads to: a route, other methods, or nothing. */
export type Resolution =
  | { readonly kind: 'route'; readonly match: Match }
  | { readonly kind: 'methods'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

const COMMON = ['pretty', 'human', 'error_trace', 'filter_path', 'format', 'source', 'source_content_type'];
const METHOD_ORDER = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'];

/** Finds routes by path: literal segments before placeholders, as Elasticsearch's own trie. */
export class Router {
  readonly #patterns: readonly Pattern[];

  constructor(routes: readonly Route[]) {
    const patterns = routes.map((route): Pattern => {
      const [methods = '', path = ''] = route.on.split(' ');
      return { methods: methods.split(','), parts: path.split('/').slice(1), route };
    });
    this.#patterns = patterns.sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : rankOf(a) > rankOf(b) ? 1 : 0));
  }

  resolve(method: string, path: string): Resolution {
    const parts = path.split('/').slice(1);
    if (parts.length > 1 && parts.at(-1) === '') parts.pop();
    const allowed = new Set<string>();
    let rank: string | undefined;
    for (const pattern of this.#patterns) {
      const params = matched(pattern.parts, parts);
      if (params === undefined) continue;
      // A path of literals belongs to its own routes, whatever placeholders would take it too.
      rank ??= rankOf(pattern);
      if (rank !== rankOf(pattern)) break;
      if (pattern.methods.includes(method)) return { kind: 'route', match: { route: pattern.route, params } };
      for (const other of pattern.methods) allowed.add(other);
    }
    if (allowed.size === 0) return { kind: 'none' };
    return { kind: 'methods', allowed: METHOD_ORDER.filter((name) => allowed.has(name)) };
  }
}

/** Literals before placeholders, segment by segment. */
const rankOf = ({ parts }: Pattern): string =>
  parts.map((part) => (part.startsWith('{') ? '1' : '0')).join('');

function matched(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, expected] of pattern.entries()) {
    const part = parts[i] ?? '';
    if (!expected.startsWith('{')) {
      if (expected !== part) return undefined;
    } else if (part === '') return undefined;
    else params[expected.slice(1, -1)] = decode(part);
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    const fault = illegalArgument(`partial escape sequence at end of string: ${part}`);
    fault.cause = error;
    throw fault;
  }
}

/** `a=1&b` as a map; `+` is a blank. */
export function parseQuery(text: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split(/[&;]/)) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    const value = at < 0 ? '' : pair.slice(at + 1);
    query.set(decode(key.replaceAll('+', ' ')), decode(value.replaceAll('+', ' ')));
  }
  return query;
}

/** @throws EngineError naming the parameters that the route does not know. */
export function checkQuery({ method, path, query }: Call, { route, params }: Match): void {
  const known = new Set([...COMMON, ...(route.query ?? []), ...Object.keys(params)]);
  const unknown = [...query.keys()].filter((key) => !known.has(key)).sort();
  if (unknown.length === 0) return;
  const named = unknown.map((key) => {
    // Elasticsearch reads the parameters of a search or get only later, and has nothing to propose by then.
    const candidates = method === 'GET' ? [] : [...known];
    const near = candidates.filter((candidate) => similarity(key, candidate) > 0.5);
    near.sort((a, b) => similarity(key, b) - similarity(key, a) || (a < b ? -1 : 1));
    if (near.length === 0) return `[${key}]`;
    return `[${key}] -> did you mean ${near.length === 1 ? `[${near[0]}]` : `any of [${near.join(', ')}]`}?`;
  });
  throw illegalArgument(
    `request [${path}] contains unrecognized parameter${unknown.length > 1 ? 's' : ''}: ${named.join(', ')}`,
  );
}

/** 1 - edit distance / longer length, as Lucene's LevenshteinDistance. */
function similarity(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    row = next;
  }
  return 1 - (row[right.length] ?? 0) / Math.max(left.length, right.length);
}

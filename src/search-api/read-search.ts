import type { RawHeaders } from '../domain/engine.ts';
import type { SearchRequest, TextClause } from '../domain/search-request.ts';
import { type JsonNode, parseDocument } from '../json/document.ts';
import { JsonFault } from '../json/fault.ts';
import { decodeString } from '../json/text.ts';
import { type Bypass, type BypassReason, Doubt } from './bypass-reason.ts';
import { FEATURES, SWITCHES } from './feature-table.ts';
import { type FilterPath, parseFilterPath } from './filter-path.ts';
import { findText } from './find-text.ts';
import { isJsonFormat } from './media-types.ts';
import { hasOperators } from './operators.ts';
import { checkSort, readPage } from './page.ts';
import { readParameters, withoutParameters } from './parameters.ts';
import type { SearchTarget } from './target.ts';

/** Longer texts are pasted, not typed. */
const MAX_TEXT_CHARACTERS = 1024;
/** Signs and emoji alone are no words: no analyzer finds them, and whatever an encoder makes of them is chance. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const LIMITS = { maxDepth: 1000, maxNodes: 100_000 };
const FILTER_PATH = new Set(['filter_path']);
const SOURCE = new Set(['source', 'source_content_type']);

export interface SearchInput {
  readonly target: Pick<SearchTarget, 'indices' | 'queryString'>;
  readonly headers: RawHeaders;
  /** Decoded from its content encoding. */
  readonly body: Uint8Array;
}

export interface Improvable {
  readonly kind: 'improve';
  readonly request: SearchRequest;
  /** To be applied to the final answer; the request goes out without it. */
  readonly filterPath: FilterPath | null;
}

/** Whether this search may be improved, and if so where the user's text stands in it. Never throws. */
export function readSearch(input: SearchInput): Improvable | Bypass {
  try {
    return read(input);
  } catch (error) {
    if (error instanceof Doubt) return { kind: 'bypass', reason: error.reason };
    if (error instanceof JsonFault) return { kind: 'bypass', reason: FAULTS[error.reason] };
    throw error;
  }
}

/** What the caller is told of bytes that are not strict JSON. */
export const FAULTS: Record<JsonFault['reason'], BypassReason> = {
  syntax: 'syntax',
  duplicate_key: 'duplicate_key',
  encoding: 'encoding',
  lone_surrogate: 'encoding',
  depth: 'size',
  size: 'size',
};

function read({ target, headers, body: sent }: SearchInput): Improvable {
  const parameters = readParameters(target.queryString);
  if (!isJsonFormat(parameters.get('format') ?? 'json')) throw new Doubt('media_type');
  const { body, queryString } = withSource(sent, target.queryString, parameters);
  const root = body.length === 0 ? undefined : parseDocument(body, LIMITS).root;
  if (root !== undefined) checkKeys(root);
  checkSort(root, parameters);
  const page = readPage(root, parameters);
  const filterPath = readFilterPath(parameters.get('filter_path'));
  const found = textOf(body, root, parameters);
  if (!SAYS_SOMETHING.test(found.text)) throw new Doubt('no_text');
  if (found.text.length > MAX_TEXT_CHARACTERS) throw new Doubt('text_too_long');
  const request = {
    indices: target.indices,
    headers,
    queryString: filterPath === null ? queryString : withoutParameters(queryString, FILTER_PATH),
    body,
    ...found,
    ...page,
  };
  return { kind: 'improve', request, filterPath };
}

/**
 * The body, or what stands in `source`, for clients that cannot send a body with GET. Beside a body Elasticsearch
 * ignores it, which is left to Elasticsearch.
 */
function withSource(
  body: Uint8Array,
  queryString: string,
  parameters: ReadonlyMap<string, string>,
): { readonly body: Uint8Array; readonly queryString: string } {
  const source = parameters.get('source');
  const type = parameters.get('source_content_type');
  if (source === undefined && type === undefined) return { body, queryString };
  if (source === undefined || body.length > 0) throw new Doubt('parameter');
  if (type === undefined || type === 'json' || !isJsonFormat(type)) throw new Doubt('media_type');
  return { body: Buffer.from(source), queryString: withoutParameters(queryString, SOURCE) };
}

function checkKeys(root: JsonNode): void {
  if (root.kind !== 'object') throw new Doubt('syntax');
  for (const { key, value } of root.members()) {
    const feature = FEATURES.body.get(key);
    if (feature === undefined) throw new Doubt('unknown_key');
    if (feature.disposition !== 'bypass') continue;
    if (!SWITCHES.has(key) || value.kind !== 'false') throw new Doubt(feature.reason ?? 'unknown_key');
  }
}

function readFilterPath(value: string | undefined): FilterPath | null {
  if (value === undefined) return null;
  const filter = parseFilterPath(value);
  if (filter === undefined) throw new Doubt('filter_path');
  return filter;
}

interface Found {
  readonly text: string;
  readonly clauses: readonly TextClause[];
}

function textOf(
  body: Uint8Array,
  root: JsonNode | undefined,
  parameters: ReadonlyMap<string, string>,
): Found {
  const query = root?.get('query');
  const q = parameters.get('q');
  if (q !== undefined) {
    // Elasticsearch takes `q` and ignores the other; the caller may have meant either.
    if (query !== undefined) throw new Doubt('different_texts');
    if (hasOperators(q)) throw new Doubt('operators');
    return { text: q, clauses: [] };
  }
  if (query === undefined) throw new Doubt('no_query');
  const clauses = findText(query);
  const texts = new Set(clauses.map(({ textRange: { start, end } }) => decodeString(body, start, end)));
  const [text] = texts;
  if (text === undefined) throw new Doubt('no_text');
  if (texts.size > 1) throw new Doubt('different_texts');
  return { text, clauses };
}

import type { RawHeaders } from '../domain/engine.ts';
import type { SearchRequest, TextClause } from '../domain/search-request.ts';
import { type JsonNode, parseDocument } from '../json/document.ts';
import { JsonFault } from '../json/fault.ts';
import { type Bypass, type BypassReason, Doubt } from './bypass-reason.ts';
import { bodyFeature } from './feature-table.ts';
import { type FilterPath, parseFilterPath } from './filter-path.ts';
import { findText } from './find-text.ts';
import { hasOperators } from './operators.ts';
import { checkSort, readPage } from './page.ts';
import { readParameters, withoutParameters } from './parameters.ts';
import type { SearchTarget } from './target.ts';

/** Longer texts are pasted, not typed. */
const MAX_TEXT_CHARACTERS = 1024;
const LIMITS = { maxDepth: 1000, maxNodes: 100_000 };
const FILTER_PATH = new Set(['filter_path']);

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

const FAULTS: Record<JsonFault['reason'], BypassReason> = {
  syntax: 'syntax',
  duplicate_key: 'duplicate_key',
  encoding: 'encoding',
  lone_surrogate: 'encoding',
  depth: 'size',
  size: 'size',
};

function read({ target, headers, body }: SearchInput): Improvable {
  const parameters = readParameters(target.queryString);
  const root = body.length === 0 ? undefined : parseDocument(body, LIMITS).root;
  if (root !== undefined) checkKeys(root);
  checkSort(root, parameters);
  const page = readPage(root, parameters);
  const filterPath = readFilterPath(parameters.get('filter_path'));
  const found = textOf(root, parameters);
  if (found.text.trim() === '') throw new Doubt('no_text');
  if (found.text.length > MAX_TEXT_CHARACTERS) throw new Doubt('text_too_long');
  const queryString =
    filterPath === null ? target.queryString : withoutParameters(target.queryString, FILTER_PATH);
  const request = { indices: target.indices, headers, queryString, body, ...found, ...page };
  return { kind: 'improve', request, filterPath };
}

function checkKeys(root: JsonNode): void {
  if (root.kind !== 'object') throw new Doubt('syntax');
  for (const { key, value } of root.members()) {
    const feature = bodyFeature(key);
    if (feature === undefined) throw new Doubt('unknown_key');
    if (feature.disposition === 'bypass' && value.kind !== 'false')
      throw new Doubt(feature.reason ?? 'unknown_key');
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

function textOf(root: JsonNode | undefined, parameters: ReadonlyMap<string, string>): Found {
  const query = root?.get('query');
  const q = parameters.get('q');
  if (q !== undefined) {
    if (query !== undefined) throw new Doubt('different_texts');
    if (hasOperators(q)) throw new Doubt('operators');
    return { text: q, clauses: [] };
  }
  if (root === undefined || query === undefined) throw new Doubt('no_query');
  const clauses = findText(query);
  const texts = clauses.map(({ textRange }) => Buffer.from(input(root, textRange)).toString());
  const [first] = texts;
  if (first === undefined) throw new Doubt('no_text');
  const decoded = texts.map((text) => JSON.parse(text) as string);
  if (decoded.some((text) => text !== decoded[0])) throw new Doubt('different_texts');
  return { text: decoded[0] ?? '', clauses };
}

function input(root: JsonNode, { start, end }: { start: number; end: number }): Uint8Array {
  return root.raw().subarray(start - root.start, end - root.start);
}

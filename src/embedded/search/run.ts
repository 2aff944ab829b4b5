import { EngineError, validationFailed } from '../errors.ts';
import { isObject, parseJson } from '../json/parse.ts';
import type { JsonObject } from '../query/options.ts';
import type { Contexts, PointInTime, Scroll } from './contexts.ts';
import { keepAliveMs } from './contexts.ts';
import { sortParameter, withParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { parseSearch } from './request.ts';
import type { SearchSpec } from './request.ts';
import { answerJson, find } from './searcher.ts';
import type { AnswerStyle } from './searcher.ts';
import type { SearchTarget } from './target.ts';

/** Takes an index expression (null for all) to its indices. @throws EngineError */
export type Resolve = (expression: string | null, params: Parameters) => readonly SearchTarget[];

export interface SearchState {
  readonly resolve: Resolve;
  readonly now: () => number;
  readonly scrolls: Contexts<Scroll>;
  readonly pits: Contexts<PointInTime>;
}

/** One search, from `_search` or as an item of `_msearch`. */
export interface SearchItem {
  readonly index: string | null;
  readonly params: Parameters;
  readonly text: string;
}

/** The JSON object of a body; an empty body is an empty object. */
export function bodyObject(text: string): JsonObject {
  if (text.trim() === '') return {};
  const json = parseJson(text);
  if (!isObject(json)) {
    throw new EngineError({
      type: 'parsing_exception',
      reason: 'Expected [START_OBJECT] but found something else',
      status: 400,
      extra: { line: 1, col: 1 },
    });
  }
  return json;
}

export function styleOf(params: Parameters): AnswerStyle {
  const flag = (name: string): boolean => params.has(name) && params.get(name) !== 'false';
  return { totalAsInteger: flag('rest_total_hits_as_int'), typedKeys: flag('typed_keys') };
}

/** What an item asks for. @throws SearchFault, EngineError */
export function specOf(item: SearchItem): SearchSpec {
  const { params } = item;
  const spec = parseSearch(withParameters(bodyObject(item.text), params));
  const sort = sortParameter(params) ?? spec.sort;
  const asInteger = styleOf(params).totalAsInteger;
  const tracked = params.has('scroll') || asInteger ? Number.POSITIVE_INFINITY : spec.trackTotalHits;
  return { ...spec, sort, trackTotalHits: spec.trackTotalHits === null ? null : tracked };
}

function checkScroll(spec: SearchSpec): void {
  const problems = [
    ...(spec.from > 0 ? ['using [from] is not allowed in a scroll context'] : []),
    ...(spec.size === 0 ? ['[size] cannot be [0] in a scroll context'] : []),
    ...(spec.searchAfter !== null ? ['[search_after] cannot be used in a scroll context'] : []),
    ...(spec.pit !== null ? ['using [point in time] is not allowed in a scroll context'] : []),
  ];
  if (problems.length > 0) throw validationFailed(...problems);
}

/**
 * A point in time breaks ties by document, so that pages of `search_after` neither repeat nor lose a hit; but
 * not where the caller goes on with no value for it.
 */
function withTieBreaker(spec: SearchSpec): SearchSpec {
  if (spec.pit === null || spec.sort.length === 0 || spec.sort.some(({ field }) => field === '_shard_doc'))
    return spec;
  if (spec.searchAfter !== null && spec.searchAfter.length !== spec.sort.length + 1) return spec;
  const tie = {
    field: '_shard_doc',
    descending: false,
    missing: '_last',
    mode: null,
    unmappedType: null,
  } as const;
  return { ...spec, sort: [...spec.sort, tie] };
}

function targetsOf(state: SearchState, item: SearchItem, spec: SearchSpec): readonly SearchTarget[] {
  if (spec.pit === null) return state.resolve(item.index, item.params);
  if (item.index !== null)
    throw validationFailed(
      '[indices] cannot be used with point in time. Do not specify any index with point in time.',
    );
  const { id, keepAlive } = spec.pit;
  return state.pits.use(id, keepAlive === null ? null : keepAliveMs(keepAlive, 'keep_alive'));
}

/** Where shard-level faults happened, for their reports. */
export interface Trace {
  indices: readonly string[];
}

/** Reads and runs one search. @throws SearchFault, EngineError */
export async function runSearch(
  state: SearchState,
  item: SearchItem,
  trace: Trace,
): Promise<Record<string, unknown>> {
  return runSpec(state, { item, spec: specOf(item) }, trace);
}

/** Runs one search to its answer. @throws SearchFault, EngineError */
export async function runSpec(
  state: SearchState,
  search: { readonly item: SearchItem; readonly spec: SearchSpec },
  trace: Trace,
): Promise<Record<string, unknown>> {
  const started = performance.now();
  const { item } = search;
  const spec = withTieBreaker(search.spec);
  const scroll = item.params.get('scroll') ?? null;
  if (scroll !== null) checkScroll(spec);
  if (spec.slice !== null && scroll === null && spec.pit === null) {
    throw validationFailed('[slice] can only be used with [scroll] or [point-in-time] requests');
  }
  const targets = targetsOf(state, item, spec);
  trace.indices = targets.map(({ reader }) => reader.name);
  const found = find(targets, spec, { now: state.now(), all: scroll !== null });
  const { from, size } = spec;
  const ids =
    scroll !== null
      ? { _scroll_id: state.scrolls.open({ found, at: size }, keepAliveMs(scroll, 'scroll')) }
      : spec.pit !== null
        ? { pit_id: spec.pit.id }
        : {};
  const page = found.ranked.slice(from, from + size);
  const tookMs = Math.round(performance.now() - started);
  return answerJson(found, page, { style: styleOf(item.params), tookMs, ids });
}

/** The next page of a scroll. */
export function nextPage(
  scroll: Scroll,
  options: { id: string; style: AnswerStyle },
): Promise<Record<string, unknown>> {
  const { found } = scroll;
  const page = found.ranked.slice(scroll.at, scroll.at + found.spec.size);
  scroll.at += page.length;
  const spec = { ...found.spec, aggregations: [] };
  return answerJson({ ...found, spec }, page, {
    style: options.style,
    tookMs: 0,
    ids: { _scroll_id: options.id },
  });
}

import { parseAggregations } from '../aggregations/parse.ts';
import type { Aggregation } from '../aggregations/aggregation.ts';
import { parseHighlight } from '../highlight/parse.ts';
import type { HighlightSpec } from '../highlight/parse.ts';
import { illegalArgument, notSupported, parsingFault } from '../query/fault.ts';
import { parseKnn } from '../query/knn.ts';
import type { KnnSearch } from '../query/knn.ts';
import { Options, isObject } from '../query/options.ts';
import type { Refusal } from '../query/options.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import { parseSort } from './sort.ts';
import type { SortSpec } from './sort.ts';
import { parseSource } from './source-filter.ts';
import type { SourceSpec } from './source-filter.ts';

/** A field as `fields` and `docvalue_fields` name it. */
export interface FetchField {
  readonly pattern: string;
  readonly format: string | null;
}

interface PitReference {
  readonly id: string;
  readonly keepAlive: string | null;
}

/** What the body and parameters of a search ask for, checked. */
export interface SearchSpec {
  readonly query: Query | null;
  readonly knn: readonly KnnSearch[];
  readonly postFilter: Query | null;
  readonly aggregations: readonly Aggregation[];
  readonly from: number;
  readonly size: number;
  readonly sort: readonly SortSpec[];
  readonly searchAfter: readonly unknown[] | null;
  readonly slice: { readonly id: number; readonly max: number } | null;
  readonly minScore: number | null;
  readonly collapse: string | null;
  /** How many hits are counted exactly; null for none. */
  readonly trackTotalHits: number | null;
  readonly trackScores: boolean;
  readonly terminateAfter: number;
  readonly explain: boolean;
  readonly version: boolean;
  readonly seqNo: boolean;
  readonly source: SourceSpec;
  /** False for `stored_fields: "_none_"`: neither ids nor sources. */
  readonly stored: boolean;
  readonly fields: readonly FetchField[];
  readonly docvalueFields: readonly FetchField[];
  readonly highlight: HighlightSpec | null;
  readonly pit: PitReference | null;
}

const DEFAULT_SIZE = 10;
const DEFAULT_TRACKED = 10_000;
const ELSEWHERE = [
  'rescore',
  'suggest',
  'script_fields',
  'runtime_mappings',
  'retriever',
  'rank',
  'ext',
  'indices_boost',
  'profile',
];

function takeTracked(options: Options): number | null {
  const text = options.text('track_total_hits');
  if (text === undefined) return DEFAULT_TRACKED;
  if (text === 'true') return Number.POSITIVE_INFINITY;
  if (text === 'false') return null;
  const number = Number(text);
  if (Number.isNaN(number) || number < -1) {
    throw illegalArgument(`[track_total_hits] parameter must be positive or equals to -1, got ${text}`);
  }
  return number === -1 ? Number.POSITIVE_INFINITY : number;
}

function takeFields(options: Options, key: string): readonly FetchField[] {
  return options.list(key).map((json): FetchField => {
    if (!isObject(json)) return { pattern: String(json), format: null };
    const one = Options.strict('field_and_format', json);
    const field = one.text('field');
    const format = one.text('format') ?? null;
    one.take('include_unmapped');
    one.done();
    if (field === undefined) throw illegalArgument('Required [field]');
    return { pattern: field, format };
  });
}

function takePage(options: Options, key: 'from' | 'size', usual: number): number {
  const value = options.integer(key) ?? usual;
  const found = key === 'from' ? ` but was [${value}]` : `, found [${value}]`;
  if (value < 0) throw illegalArgument(`[${key}] parameter cannot be negative${found}`);
  return value;
}

function takeSlice(options: Options): SearchSpec['slice'] {
  const json = options.take('slice');
  if (json === undefined) return null;
  const slice = Options.strict('slice', json);
  const [id, max] = [slice.integer('id') ?? -1, slice.integer('max') ?? -1];
  slice.text('field');
  slice.done();
  if (id < 0) throw illegalArgument('id must be greater than or equal to 0');
  if (max <= 1) throw illegalArgument('max must be greater than 1');
  if (id >= max) throw illegalArgument('max must be greater than id');
  return { id, max };
}

function takePit(options: Options): PitReference | null {
  const json = options.take('pit');
  if (json === undefined) return null;
  const pit = Options.strict('pit', json);
  const id = pit.text('id');
  const keepAlive = pit.text('keep_alive') ?? null;
  pit.done();
  if (id === undefined) throw illegalArgument('point int time id is not provided');
  return { id, keepAlive };
}

function takeCollapse(options: Options): string | null {
  const json = options.take('collapse');
  if (json === undefined) return null;
  const collapse = Options.strict('collapse', json);
  const field = collapse.text('field');
  if (collapse.has('inner_hits')) throw notSupported('[collapse] with [inner_hits]');
  collapse.take('max_concurrent_group_searches');
  collapse.done();
  if (field === undefined) throw illegalArgument('no field name defined for collapse');
  return field;
}

function refuseElsewhere(options: Options): void {
  for (const key of ELSEWHERE) {
    const value = options.take(key);
    const empty = isObject(value)
      ? Object.keys(value).length === 0
      : Array.isArray(value) && value.length === 0;
    if (value !== undefined && value !== false && !empty) throw notSupported(`[${key}]`);
  }
}

const TOKENS: Readonly<Record<string, string>> = {
  string: 'VALUE_STRING',
  number: 'VALUE_NUMBER',
  boolean: 'VALUE_BOOLEAN',
};

const unknownKey: Refusal = ({ key, value }) => {
  const structure = Array.isArray(value) ? 'START_ARRAY' : value === null ? 'VALUE_NULL' : 'START_OBJECT';
  return parsingFault(`Unknown key for a ${TOKENS[typeof value] ?? structure} in [${key}].`, key);
};

/** Checks a search body. @throws SearchFault */
export function parseSearch(json: unknown): SearchSpec {
  if (!isObject(json)) throw parsingFault('Expected [START_OBJECT] but found [VALUE]');
  const options = new Options('search', json, unknownKey);
  refuseElsewhere(options);
  const query = options.take('query');
  const postFilter = options.take('post_filter');
  const aggregations = options.take('aggs') ?? options.take('aggregations');
  options.take('aggregations');
  const sort = options.take('sort');
  const searchAfter = options.take('search_after');
  const highlight = options.take('highlight');
  const stored = options.list('stored_fields').map(String);
  const hasSource = options.has('_source');
  const spec: SearchSpec = {
    query: query === undefined ? null : parseQuery(query),
    knn: options.list('knn').map((one) => parseKnn(one, parseQuery)),
    postFilter: postFilter === undefined ? null : parseQuery(postFilter),
    aggregations: aggregations === undefined ? [] : parseAggregations(aggregations),
    from: takePage(options, 'from', 0),
    size: takePage(options, 'size', DEFAULT_SIZE),
    sort: sort === undefined ? [] : parseSort(sort),
    searchAfter: Array.isArray(searchAfter) ? searchAfter : null,
    slice: takeSlice(options),
    minScore: options.number('min_score') ?? null,
    collapse: takeCollapse(options),
    trackTotalHits: takeTracked(options),
    trackScores: options.flag('track_scores') ?? false,
    terminateAfter: options.integer('terminate_after') ?? 0,
    explain: options.flag('explain') ?? false,
    version: options.flag('version') ?? false,
    seqNo: options.flag('seq_no_primary_term') ?? false,
    source: parseSource(hasSource || !options.has('stored_fields') ? options.take('_source') : false),
    stored: !stored.includes('_none_'),
    fields: takeFields(options, 'fields'),
    docvalueFields: takeFields(options, 'docvalue_fields'),
    highlight: highlight === undefined ? null : parseHighlight(highlight),
    pit: takePit(options),
  };
  for (const key of ['timeout', 'stats', 'preference', '_source']) options.take(key);
  options.done();
  return spec;
}

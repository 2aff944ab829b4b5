import type { JsonObject } from '../query/options.ts';
import { parseSortParameter } from './sort.ts';
import type { SortSpec } from './sort.ts';

/** URL parameters of a search that say the same as keys of its body. */
const SAME_KEY = [
  'from',
  'size',
  'explain',
  'version',
  'seq_no_primary_term',
  'track_total_hits',
  'track_scores',
  'terminate_after',
];
/** Parameters of every search endpoint; those not read here change nothing on one node without caches. */
export const INDEX_PARAMETERS = [
  'allow_no_indices',
  'expand_wildcards',
  'ignore_throttled',
  'ignore_unavailable',
  'preference',
  'routing',
];
export const QUERY_PARAMETERS = ['q', 'df', 'default_operator', 'analyzer', 'analyze_wildcard', 'lenient'];
export const SEARCH_PARAMETERS = [
  ...INDEX_PARAMETERS,
  ...QUERY_PARAMETERS,
  ...SAME_KEY,
  ...`allow_partial_search_results batched_reduce_size ccs_minimize_roundtrips docvalue_fields force_synthetic_source
  include_named_queries_score max_concurrent_shard_requests min_compatible_shard_node pre_filter_shard_size
  request_cache rest_total_hits_as_int scroll search_type sort stats stored_fields timeout typed_keys _source
  _source_excludes _source_includes _source_exclude _source_include`.split(/\s+/),
];

/** Decoded parameters of a URL. */
export type Parameters = ReadonlyMap<string, string>;

function list(text: string | undefined): readonly string[] | undefined {
  return text?.split(',');
}

/** The query that `q=` and its companions stand for; undefined without `q`. */
export function queryParameter(params: Parameters): JsonObject | undefined {
  const query = params.get('q');
  if (query === undefined) return undefined;
  const body: Record<string, unknown> = { query };
  const names = {
    df: 'default_field',
    default_operator: 'default_operator',
    analyzer: 'analyzer',
    lenient: 'lenient',
    analyze_wildcard: 'analyze_wildcard',
  };
  for (const [name, key] of Object.entries(names)) {
    const value = params.get(name);
    if (value !== undefined) body[key] = value;
  }
  return { query_string: body };
}

function sourceParameter(params: Parameters): unknown {
  const includes = list(params.get('_source_includes') ?? params.get('_source_include'));
  const excludes = list(params.get('_source_excludes') ?? params.get('_source_exclude'));
  const plain = params.get('_source');
  if (plain === 'true' || plain === 'false') {
    if (includes === undefined && excludes === undefined) return plain;
  }
  const named = plain === undefined || plain === 'true' || plain === 'false' ? [] : plain.split(',');
  if (plain === undefined && includes === undefined && excludes === undefined) return undefined;
  return { includes: [...named, ...(includes ?? [])], excludes: excludes ?? [] };
}

/** The body of a search with what its URL says put over it. */
export function withParameters(body: JsonObject, params: Parameters): JsonObject {
  const over: Record<string, unknown> = {};
  for (const key of SAME_KEY) {
    const value = params.get(key);
    if (value !== undefined) over[key] = value;
  }
  const query = queryParameter(params);
  if (query !== undefined) over['query'] = query;
  const source = sourceParameter(params);
  if (source !== undefined) over['_source'] = source;
  const stored = list(params.get('stored_fields'));
  if (stored !== undefined) over['stored_fields'] = stored;
  const docvalues = list(params.get('docvalue_fields'));
  if (docvalues !== undefined) over['docvalue_fields'] = docvalues;
  return { ...body, ...over };
}

export function sortParameter(params: Parameters): readonly SortSpec[] | undefined {
  const sort = params.get('sort');
  return sort === undefined ? undefined : parseSortParameter(sort);
}

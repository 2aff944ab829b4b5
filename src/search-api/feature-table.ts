import type { BypassReason } from './bypass-reason.ts';

/**
 * What happens to a request that uses a feature.
 * - `rewrite`: the gateway reads it and may answer differently.
 * - `carry`: it goes to Elasticsearch as it stands, and its part of the answer comes back as it stands.
 * - `bypass`: the search was looked at, and the whole request is passed on as it came, with the reason in a header.
 * - `forward`: never looked at; bytes go through both ways.
 */
export type Disposition = 'rewrite' | 'carry' | 'bypass' | 'forward';

export interface Feature {
  readonly name: string;
  readonly disposition: Disposition;
  /** For `bypass`, and for `rewrite` where some values are a bypass. */
  readonly reason: BypassReason | null;
  readonly why: string;
}

const rewrite = (name: string, why: string, reason: BypassReason | null = null): Feature => ({
  name,
  disposition: 'rewrite',
  reason,
  why,
});
const carry = (name: string, why: string): Feature => ({ name, disposition: 'carry', reason: null, why });
const bypass = (name: string, reason: BypassReason, why: string): Feature => ({
  name,
  disposition: 'bypass',
  reason,
  why,
});

/** Keys of a search body. A key that is not here is a bypass. */
export const BODY_FEATURES: readonly Feature[] = [
  rewrite('query', 'the user’s text is found in scoring positions; the rest of the tree stays as it is'),
  rewrite('from', 'past 10,000 Elasticsearch answers with its own error', 'window'),
  rewrite('size', 'size 0 asks for no hits', 'size_zero'),
  rewrite('sort', 'only by _score, descending; any other order wins', 'sort'),
  carry('aggs', 'aggregations belong to the rewritten query, as Elasticsearch computes them'),
  carry('aggregations', 'the long name of aggs'),
  carry('suggest', 'answered by Elasticsearch'),
  carry('track_total_hits', 'answered by Elasticsearch'),
  carry('track_scores', 'answered by Elasticsearch'),
  carry('stats', 'groups of statistics'),
  carry('terminate_after', 'applies to the rewritten query'),
  carry('timeout', 'applies to the rewritten query'),
  carry('indices_boost', 'applies to the rewritten query'),
  carry('post_filter', 'filters the same hits'),
  carry('highlight', 'Elasticsearch highlights what the rewritten query matched'),
  carry('_source', 'hits keep their bytes'),
  carry('stored_fields', 'hits keep their bytes'),
  carry('fields', 'hits keep their bytes'),
  carry('docvalue_fields', 'hits keep their bytes'),
  carry('script_fields', 'hits keep their bytes'),
  carry('version', 'hits keep their bytes'),
  carry('seq_no_primary_term', 'hits keep their bytes'),
  carry('runtime_mappings', 'queries may refer to them'),
  bypass('min_score', 'scores', 'the threshold is meant for Elasticsearch’s own scores'),
  bypass('explain', 'scores', 'explanations must describe the scores that are shown'),
  bypass('profile', 'scores', 'a profile must describe the caller’s own query'),
  bypass('search_after', 'cursor', 'the cursor needs the engine’s own order'),
  bypass('pit', 'cursor', 'a point in time names its own indices'),
  bypass('slice', 'cursor', 'slices are read to the end, not ranked'),
  bypass('collapse', 'collapse', 'group heads change with the order'),
  bypass('rescore', 'composed', 'the caller already reranks'),
  bypass('rank', 'composed', 'the caller already fuses'),
  bypass('retriever', 'composed', 'the caller already composes recall'),
  bypass('knn', 'composed', 'the caller already searches by vector'),
  bypass('sub_searches', 'composed', 'the caller already composes recall'),
  bypass('ext', 'unknown_key', 'a plugin’s section'),
];

/** Body keys whose value `false` asks for nothing. */
export const SWITCHES: ReadonlySet<string> = new Set(['explain', 'profile']);

/** Parameters of the URL. A parameter that is not here is a bypass. */
export const PARAMETER_FEATURES: readonly Feature[] = [
  rewrite('q', 'plain words only; query string syntax is the user’s intent', 'operators'),
  rewrite('from', 'as in the body', 'window'),
  rewrite('size', 'as in the body', 'size_zero'),
  rewrite('sort', 'as in the body', 'sort'),
  rewrite('filter_path', 'applied to the assembled answer', 'filter_path'),
  rewrite(
    'source',
    'the body, written into the URL; beside another body the request is passed on',
    'parameter',
  ),
  rewrite('source_content_type', 'goes with source; JSON only', 'media_type'),
  rewrite('format', 'JSON only', 'media_type'),
  carry('df', 'goes with q'),
  carry('analyzer', 'goes with q'),
  carry('default_operator', 'goes with q'),
  carry('lenient', 'goes with q'),
  carry('analyze_wildcard', 'goes with q'),
  carry('routing', 'same shards'),
  carry('preference', 'same copies'),
  carry('ignore_unavailable', 'same indices'),
  carry('allow_no_indices', 'same indices'),
  carry('expand_wildcards', 'same indices'),
  carry('ignore_throttled', 'same indices'),
  carry('batched_reduce_size', 'how shards are reduced'),
  carry('max_concurrent_shard_requests', 'how shards are asked'),
  carry('pre_filter_shard_size', 'how shards are asked'),
  carry('request_cache', 'Elasticsearch’s own cache'),
  carry('allow_partial_search_results', 'same failure policy'),
  carry('search_type', 'how scores are computed'),
  carry('include_named_queries_score', 'hits keep their bytes'),
  carry('project_routing', 'same projects'),
  carry('typed_keys', 'names of aggregations'),
  carry('rest_total_hits_as_int', 'both shapes of hits.total are understood'),
  carry('human', 'formats of values'),
  carry('pretty', 'the layout of the answer is kept'),
  carry('error_trace', 'errors are passed on'),
  carry('track_total_hits', 'as in the body'),
  carry('track_scores', 'as in the body'),
  carry('terminate_after', 'as in the body'),
  carry('timeout', 'as in the body'),
  carry('stats', 'as in the body'),
  carry('_source', 'as in the body'),
  carry('_source_includes', 'as in the body'),
  carry('_source_excludes', 'as in the body'),
  carry('_source_exclude_vectors', 'hits keep their bytes'),
  carry('stored_fields', 'as in the body'),
  carry('docvalue_fields', 'as in the body'),
  carry('version', 'as in the body'),
  carry('seq_no_primary_term', 'as in the body'),
  carry('suggest_field', 'answered by Elasticsearch'),
  carry('suggest_mode', 'answered by Elasticsearch'),
  carry('suggest_size', 'answered by Elasticsearch'),
  carry('suggest_text', 'answered by Elasticsearch'),
  bypass('explain', 'scores', 'as in the body'),
  bypass('scroll', 'cursor', 'cursors need the engine’s own order'),
  bypass('slice', 'cursor', 'slices are read to the end, not ranked'),
  bypass('min_score', 'scores', 'as in the body'),
  bypass('ccs_minimize_roundtrips', 'unknown_parameter', 'other clusters have other mappings'),
];

/** Parameters of the URL of an `_msearch`; those of the single searches stand in the header lines. */
export const MSEARCH_PARAMETER_FEATURES: readonly Feature[] = [
  carry('max_concurrent_searches', 'how the items are worked through'),
  carry('max_concurrent_shard_requests', 'how shards are asked'),
  carry('pre_filter_shard_size', 'how shards are asked'),
  carry('search_type', 'how scores are computed'),
  carry('routing', 'same shards'),
  carry('ignore_unavailable', 'same indices'),
  carry('allow_no_indices', 'same indices'),
  carry('expand_wildcards', 'same indices'),
  carry('ignore_throttled', 'same indices'),
  carry('include_named_queries_score', 'hits keep their bytes'),
  carry('typed_keys', 'names of aggregations'),
  carry('rest_total_hits_as_int', 'both shapes of hits.total are understood'),
  carry('human', 'formats of values'),
  carry('pretty', 'the layout of the answer is kept'),
  carry('error_trace', 'errors are passed on'),
  bypass('filter_path', 'filter_path', 'answers of several searches are not filtered here'),
  bypass('ccs_minimize_roundtrips', 'unknown_parameter', 'other clusters have other mappings'),
];

/** Keys of the header line of an `_msearch` item. A key that is not here is a bypass of that item. */
export const MSEARCH_HEADER_FEATURES: readonly Feature[] = [
  rewrite('index', 'wins over the indices of the path; plain names only', 'index_name'),
  carry('search_type', 'how scores are computed'),
  carry('preference', 'same copies'),
  carry('routing', 'same shards'),
  carry('ignore_unavailable', 'same indices'),
  carry('allow_no_indices', 'same indices'),
  carry('expand_wildcards', 'same indices'),
  carry('ignore_throttled', 'same indices'),
  carry('request_cache', 'Elasticsearch’s own cache'),
  carry('allow_partial_search_results', 'same failure policy'),
  bypass('ccs_minimize_roundtrips', 'unknown_parameter', 'other clusters have other mappings'),
];

const forward = (name: string, why: string): Feature => ({ name, disposition: 'forward', reason: null, why });

/** Endpoints. What is not here goes through byte for byte. */
export const API_FEATURES: readonly Feature[] = [
  rewrite('GET, POST /{index}/_search', 'a search on indices named one by one'),
  rewrite('GET, POST /{index}/_msearch', 'item by item'),
  rewrite('GET, POST /_msearch', 'item by item; each must name its indices'),
  forward('/_search, /_all/_search', 'no index is named, so no configuration applies'),
  forward(
    'wildcards, exclusions, date math, cluster:index, .index',
    'not the plain name of one index or alias',
  ),
  forward('_search/scroll, _pit', 'cursors are opaque'),
  forward('_search/template, _msearch/template, _render', 'bodies are templates'),
  forward(
    '_async_search, _count, _validate, _explain, _rank_eval, _search_shards, _field_caps, _terms_enum, _mvt, ' +
      '_knn_search, _query, _sql, _eql, _application, _graph',
    'other questions than a search for documents',
  ),
  forward(
    '_bulk, _doc, _update, _delete_by_query, _update_by_query, _reindex',
    'a query that writes is never touched',
  ),
  forward('everything else', 'not a search'),
];

const byName = (features: readonly Feature[]): ReadonlyMap<string, Feature> =>
  new Map(features.map((feature) => [feature.name, feature]));

/** The rows of one table by name; a name without a row is a bypass. */
export const FEATURES = {
  body: byName(BODY_FEATURES),
  parameter: byName(PARAMETER_FEATURES),
  msearchParameter: byName(MSEARCH_PARAMETER_FEATURES),
  msearchHeader: byName(MSEARCH_HEADER_FEATURES),
} as const;

import { notImplemented } from '../errors.ts';

/** First segments of paths that a full Elasticsearch serves. */
const ROOTS = new Set(
  '_aliases _alias _analyze _async_search _autoscaling _bulk _cache _cat _ccr _cluster _component_template _connector _count _dangling _data_stream _delete_by_query _enrich _eql _explain _features _field_caps _fleet _flush _forcemerge _graph _health_report _ilm _index_template _inference _info _ingest _internal _knn_search _license _lifecycle _logstash _mapping _mget _migration _ml _monitoring _msearch _mtermvectors _nodes _pit _plugins _profiling _prometheus _query _query_rules _rank_eval _recovery _refresh _reindex _reload_search_analyzers _remote _render _resolve _rollup _script_context _script_language _scripts _search _search_shards _searchable_snapshots _security _segments _settings _shard_stores _shutdown _slm _snapshot _sql _ssl _stats _synonyms _tasks _template _terms_enum _transform _update_by_query _validate _watcher _xpack'.split(
    ' ',
  ),
);

/** Second segments, behind an index. */
const INDEX_LEVEL = new Set(
  '_alias _aliases _analyze _async_search _block _bulk _cache _ccr _clone _close _count _create _delete_by_query _disk_usage _doc _downsample _eql _explain _field_caps _field_usage_stats _fleet _flush _forcemerge _freeze _graph _ilm _knn_search _lifecycle _mapping _mappings _mget _migration _msearch _mtermvectors _mvt _open _pit _rank_eval _recovery _refresh _reload_search_analyzers _rollover _rollup _search _search_shards _segments _settings _shard_stores _shrink _source _split _stats _termvectors _terms_enum _unfreeze _update _update_by_query _validate _xpack'.split(
    ' ',
  ),
);

/** Refuses with 501 what Elasticsearch has and this engine lacks. @throws EngineError */
export function refuseKnown(method: string, path: string): void {
  const [first = '', second = ''] = path.split('/').slice(1);
  const known = ROOTS.has(first) || (!first.startsWith('_') && INDEX_LEVEL.has(second));
  if (known) throw notImplemented(`[${method} ${path}]`);
}

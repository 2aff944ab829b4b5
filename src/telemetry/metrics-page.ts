import { METRICS } from './metric-names.ts';

/** docs/metrics.md, made from the table of metrics. */
export function metricsPage(): string {
  const rows = Object.values(METRICS).map(
    ({ name, kind, labels, description }) =>
      `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${description} |`,
  );
  return [
    '# Metrics',
    '',
    '`GET /metrics` of the admin port gives all of them, of every process of the gateway, in Prometheus’ text format, or as',
    'OpenMetrics 1.0 to whoever prefers that. Each',
    'has the label `worker` as well: 0 is the primary, `inference` the process of the models, any other number a serving',
    'process. A histogram is three series: `_bucket` (with `le`), `_sum` and `_count`. `npm run docs` writes this page.',
    '',
    '| Name | Kind | Labels | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## From a metric to a trace',
    '',
    'Who asks for OpenMetrics (`Accept: application/openmetrics-text`, as Prometheus does) gets exemplars: behind each bucket of',
    '`relevance_search_seconds`, `relevance_stage_seconds`, `relevance_upstream_seconds` and `relevance_suggest_seconds` the',
    '`trace_id` of the last request that was counted there and whose trace is recorded. Prometheus keeps them with',
    '`--enable-feature=exemplar-storage`; the dashboards show them as points that lead to the trace. A collector that samples must',
    'have kept it: ours keeps every trace that was slow, degraded or failed ([Deploying](deploying.md)), so the points that',
    'matter lead somewhere. Log lines of a request carry its `trace_id` as well.',
    '',
  ].join('\n');
}

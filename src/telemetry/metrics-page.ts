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
    '`GET /metrics` of the admin port gives all of them, of every process of the gateway, in Prometheus’ text format. Each',
    'has the label `worker` as well: 0 is the primary, `inference` the process of the models, any other number a serving',
    'process. A histogram is three series: `_bucket` (with `le`), `_sum` and `_count`. `npm run docs` writes this page.',
    '',
    '| Name | Kind | Labels | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## From a metric to a trace',
    '',
    'There are no exemplars: OpenTelemetry’s exporter for Prometheus (0.223) does not write them, and the text format that',
    'it writes has no place for them. The way from a slow minute to its traces is the collector, which keeps every trace that',
    'was slow, degraded or failed ([Deploying](deploying.md)); log lines carry `trace_id`.',
    '',
  ].join('\n');
}

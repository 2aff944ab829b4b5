import { METRICS, type MetricName } from '../../src/telemetry/metric-names.ts';

const TABLE: readonly MetricName[] = Object.values(METRICS);
/** What Prometheus itself, or a histogram, adds to the labels of the table. */
const ADDED_LABELS = ['instance', 'job', 'worker', 'le'];
const SELECTOR = /(?<!")\b(relevance[a-z0-9_:]*)(?:\{([^}]*)\})?/g;
const GROUPING = /\b(?:by|without)\s*\(([^)]*)\)/g;

/** What a query of PromQL asks for that the gateway does not have; `recorded` are names that rules record. */
export function unknownIn(expr: string, recorded: ReadonlySet<string> = new Set()): readonly string[] {
  const named = [...expr.matchAll(SELECTOR)].filter(([, name]) => !recorded.has(name!));
  const metrics = named.map(([, name]) => metricOf(name!));
  const faults = named.flatMap(([, name, selector = ''], at) => {
    const metric = metrics[at];
    if (metric === undefined) return [`no metric ${name}`];
    const labels = [...selector.matchAll(/(\w+)\s*(?:=|!)/g)].map(([, label]) => label!);
    return labels.filter((label) => !has(metric, label)).map((label) => `${name} has no label ${label}`);
  });
  const grouped = [...expr.matchAll(GROUPING)].flatMap(([, labels]) => labels!.split(/\s*,\s*/));
  const known = grouped.filter((label) =>
    metrics.some((metric) => metric !== undefined && has(metric, label)),
  );
  return [...faults, ...grouped.filter((label) => !known.includes(label)).map((label) => `by (${label})`)];
}

/** A histogram is three series; another kind has none of their endings. */
function metricOf(name: string): MetricName | undefined {
  const family = name.replace(/_(bucket|sum|count)$/, '');
  return TABLE.find((one) =>
    one.kind === 'histogram' ? one.name === family && family !== name : one.name === name,
  );
}

function has({ labels }: MetricName, label: string): boolean {
  return labels.includes(label) || ADDED_LABELS.includes(label);
}

/** A panel's query as Prometheus gets it from Grafana: of all gateways, over a minute. */
export function filledIn(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '6h').replaceAll('$instance', '.*');
}

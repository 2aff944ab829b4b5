/** How metrics are written: Prometheus' text format, or OpenMetrics, which has room for exemplars. */
export type MetricsForm = 'text' | 'openmetrics';

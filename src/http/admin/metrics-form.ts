import type { MetricsForm } from '../../domain/metrics-form.ts';

/** Media types by form. */
export const METRICS_TYPES: Readonly<Record<MetricsForm, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/**
 * OpenMetrics for those who name it and do not want text more. Versions and whatever else Prometheus says of a type make no
 * difference: every version of it reads both.
 * @param accept the header; empty where there is none
 */
export function metricsFormFor(accept: string): MetricsForm {
  const wanted = accept.split(',').map((part) => part.split(';').map((piece) => piece.trim().toLowerCase()));
  const weightOf = (type: string): number =>
    Math.max(
      0,
      ...wanted.flatMap(([name, ...parameters]) => {
        if (name !== type) return [];
        const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
        return Number.isFinite(weight) ? [weight] : [];
      }),
    );
  const open = weightOf('application/openmetrics-text');
  return open > 0 && open >= weightOf('text/plain') ? 'openmetrics' : 'text';
}

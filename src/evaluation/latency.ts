import { quantile } from './quantile.ts';

/** How long searches took, milliseconds, from the request's first byte out to the answer's last byte in. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  const sorted = Float64Array.from(milliseconds).sort();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

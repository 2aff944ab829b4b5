import type { Ablation } from './ablation.ts';
import type { Latency } from './latency.ts';
import type { Report } from './report.ts';

/** A report and what it is about. */
export interface Evaluation {
  /** Null for rankings from files. */
  readonly index: string | null;
  readonly dataset: string;
  /** Where the searches went, or the files that rankings came from. */
  readonly target: string;
  /** The search request, with `{{query}}` for the text; null for rankings from files. */
  readonly body: unknown;
  readonly report: Report;
  readonly statuses: ReadonlyMap<string, number>;
  /** Null for rankings from files. */
  readonly latency: { readonly off: Latency; readonly on: Latency } | null;
  /** Where slips were put into the queries: nDCG without them and with the pipeline off, and the share won back. */
  readonly typos?: { readonly seed: number; readonly clean: number; readonly recovered: number };
  readonly ablation?: Ablation;
}

/** Share of the searches with the pipeline on whose status is `applied`, degraded or not, 0..1. */
export function appliedShare(statuses: ReadonlyMap<string, number>): number {
  let all = 0;
  let applied = 0;
  for (const [status, count] of statuses) {
    all += count;
    if (/^applied\b/.test(status)) applied += count;
  }
  return all === 0 ? 0 : applied / all;
}

/** `judged on shop at http://…`, or `mine.run against theirs.run on judged`. */
export function headingOf({ index, dataset, target }: Evaluation): string {
  return index === null ? `${target} on ${dataset}` : `${dataset} on ${index} at ${target}`;
}

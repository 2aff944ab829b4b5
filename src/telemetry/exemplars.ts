import type { TraceSpan } from '../domain/trace.ts';
import { SECONDS_BOUNDARIES } from './metric-names.ts';

/** One that was counted. */
interface Exemplar {
  readonly traceId: string;
  readonly seconds: number;
  /** Since 1970. */
  readonly at: number;
}

type Labels = Readonly<Record<string, string>>;

/** For every bucket of a histogram the trace that was counted there last: a way from a slow bucket to what was slow. */
export interface Exemplars {
  /** @param span undefined where no trace is recorded; then nothing is kept */
  keep(series: { readonly name: string; readonly labels: Labels }, seconds: number, span?: Named): void;
  /** The same samples, with the exemplars behind those of their buckets, as OpenMetrics has them. */
  behind(text: string): string;
}

/** Whose trace is an exemplar of what was timed; undefined where none is recorded. */
export type Named = Pick<TraceSpan, 'traceId'> | undefined;

/** A bucket's sample; labels stand in the order in which they were recorded, with those of the process behind them. */
const BUCKET = /^(\w+)_bucket\{(.*?),worker="[^"]*",le="([^"]+)"\} \d+$/gm;

/**
 * @param most series of which exemplars are kept; of others none
 * @param now milliseconds since 1970
 */
export function createExemplars({ most, now }: { most: number; now: () => number }): Exemplars {
  const kept = new Map<string, Map<string, Exemplar>>();
  return {
    keep({ name, labels }, seconds, span) {
      if (span === undefined) return;
      const key = keyOf(name, labels);
      let buckets = kept.get(key);
      if (buckets === undefined) {
        if (kept.size >= most) return;
        kept.set(key, (buckets = new Map()));
      }
      buckets.set(bucketOf(seconds), { traceId: span.traceId, seconds, at: now() / 1000 });
    },
    behind: (text) =>
      kept.size === 0
        ? text
        : text.replace(BUCKET, (sample, name: string, labels: string, le: string) => {
            const exemplar = kept.get(`${name}{${labels}}`)?.get(le);
            if (exemplar === undefined) return sample;
            const { traceId, seconds, at } = exemplar;
            return `${sample} # {trace_id="${traceId}"} ${seconds} ${at.toFixed(3)}`;
          }),
  };
}

/** As the exposition writes them. */
function keyOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${pairs.join(',')}}`;
}

/** The `le` of the bucket that it is counted in first. */
function bucketOf(seconds: number): string {
  const bound = SECONDS_BOUNDARIES.find((upper) => seconds <= upper);
  return bound === undefined ? '+Inf' : String(bound);
}

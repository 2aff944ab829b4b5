import type { TraceSpan } from '../domain/trace.ts';
import { SECONDS_BOUNDARIES } from './metric-names.ts';

/** One that was counted. */
interface Exemplar {
  readonly traceId: string;
  readonly seconds: number;
  /** Since 1970. */
  readonly at: number;
}

interface Series {
  /** As the exposition has it. */
  readonly named: string;
  /** By the place of the bucket. */
  readonly buckets: (Exemplar | undefined)[];
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
  const kept = new Map<string, Series>();
  return {
    keep({ name, labels }, seconds, span) {
      if (span === undefined) return;
      const key = keyOf(name, labels);
      let series = kept.get(key);
      if (series === undefined) {
        if (kept.size >= most) return;
        kept.set(key, (series = { named: namedOf(name, labels), buckets: [] }));
      }
      series.buckets[bucketOf(seconds)] = { traceId: span.traceId, seconds, at: now() / 1000 };
    },
    behind(text) {
      if (kept.size === 0) return text;
      const byName = new Map([...kept.values()].map(({ named, buckets }) => [named, buckets]));
      return text.replace(BUCKET, (sample, name: string, labels: string, le: string) => {
        const exemplar = byName.get(`${name}{${labels}}`)?.[bucketNamed(le)];
        if (exemplar === undefined) return sample;
        const { traceId, seconds, at } = exemplar;
        return `${sample} # {trace_id="${traceId}"} ${seconds} ${at.toFixed(3)}`;
      });
    },
  };
}

/** Tells series apart; cheap, as it is made 30 times a search. */
function keyOf(name: string, labels: Labels): string {
  let key = name;
  for (const label in labels) key += `\0${labels[label]}`;
  return key;
}

/** As the exposition writes them. */
function namedOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${pairs.join(',')}}`;
}

/** Which bucket it is counted in first; the last one has no upper bound. */
function bucketOf(seconds: number): number {
  const at = SECONDS_BOUNDARIES.findIndex((upper) => seconds <= upper);
  return at < 0 ? SECONDS_BOUNDARIES.length : at;
}

/** Which bucket the exposition means by this `le`. */
function bucketNamed(le: string): number {
  return le === '+Inf' ? SECONDS_BOUNDARIES.length : SECONDS_BOUNDARIES.indexOf(Number(le));
}

import { double } from '../json/write.ts';
import { parseDate } from '../query/date-math.ts';
import { illegalArgument } from '../query/fault.ts';
import { Options } from '../query/options.ts';
import type { Aggregation, Slice } from './aggregation.ts';
import { Bucket, bucketJson, subResults } from './buckets.ts';
import type { Runner } from './metrics.ts';
import { fieldDateFormat, fieldType, formatDate, refuseWords, valueReader } from './values.ts';

interface RangeSpec {
  readonly key: string | undefined;
  readonly from: unknown;
  readonly to: unknown;
}

interface Interval {
  readonly head: Readonly<Record<string, unknown>>;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

function takeRanges(options: Options): readonly RangeSpec[] {
  const ranges = options.list('ranges').map((json): RangeSpec => {
    const one = Options.strict('range', json);
    const spec = { key: one.text('key'), from: one.take('from'), to: one.take('to') };
    one.done();
    return spec;
  });
  if (ranges.length === 0)
    throw illegalArgument(`No [ranges] specified for the [${options.parser}] aggregation`);
  return ranges;
}

function numberInterval({ key, from, to }: RangeSpec): Interval {
  const text = (bound: unknown): string => (bound === undefined ? '*' : String(double(Number(bound))));
  return {
    head: {
      key: key ?? `${text(from)}-${text(to)}`,
      ...(from !== undefined && { from: double(Number(from)) }),
      ...(to !== undefined && { to: double(Number(to)) }),
    },
    from: from === undefined ? Number.NEGATIVE_INFINITY : Number(from),
    to: to === undefined ? Number.POSITIVE_INFINITY : Number(to),
  };
}

function dateInterval({ key, from, to }: RangeSpec, format: string | null, now: number): Interval {
  const read = (bound: unknown): number =>
    parseDate(String(bound), {
      now,
      roundUp: false,
      ...(format !== null && { format: `${format}||strict_date_optional_time||epoch_millis` }),
    });
  const start = from === undefined ? undefined : read(from);
  const end = to === undefined ? undefined : read(to);
  const text = (time: number | undefined): string => (time === undefined ? '*' : formatDate(time, format));
  return {
    head: {
      key: key ?? `${text(start)}-${text(end)}`,
      ...(start !== undefined && { from: double(start), from_as_string: text(start) }),
      ...(end !== undefined && { to: double(end), to_as_string: text(end) }),
    },
    from: start ?? Number.NEGATIVE_INFINITY,
    to: end ?? Number.POSITIVE_INFINITY,
  };
}

function fill(
  slices: readonly Slice[],
  field: string,
  buckets: readonly Bucket<Interval>[],
  missing: number | undefined,
): void {
  slices.forEach((slice, i) => {
    const values = valueReader(slice, field, missing);
    for (const doc of slice.docs) {
      const numbers = values(doc) as readonly number[];
      for (const bucket of buckets) {
        const { from, to } = bucket.key;
        if (numbers.some((value) => value >= from && value < to)) bucket.add(i, doc, true);
      }
    }
  });
}

/** `range` and `date_range`: half-open intervals, which may overlap. */
export function range(
  kind: 'range' | 'date_range',
): (options: Options, below: readonly Aggregation[]) => Runner {
  return (options, below) => {
    const field = options.text('field') ?? '';
    const ranges = takeRanges(options);
    const keyed = options.flag('keyed') ?? false;
    const missing = options.number('missing');
    const format = options.text('format') ?? null;
    options.take('time_zone');
    return (slices) => {
      const type = fieldType(slices, field);
      refuseWords(type, field, kind);
      const dates = format ?? fieldDateFormat(slices, field);
      const now = slices[0]?.binding.now ?? 0;
      const isDate = kind === 'date_range' || type === 'date';
      const intervals = ranges
        .map((spec) => (isDate ? dateInterval(spec, dates, now) : numberInterval(spec)))
        .toSorted((a, b) => a.from - b.from || a.to - b.to);
      const buckets = intervals.map((interval) => new Bucket(interval));
      fill(slices, field, buckets, missing);
      const bodies = buckets.map((bucket) => {
        const { key: name, ...head } = bucket.key.head;
        const results = subResults(bucket, slices, below);
        return {
          name: String(name),
          body: bucketJson(keyed ? head : bucket.key.head, bucket.count, results),
        };
      });
      const list = keyed
        ? Object.fromEntries(bodies.map(({ name, body }) => [name, body]))
        : bodies.map(({ body }) => body);
      return { type: kind, body: { buckets: list } };
    };
  };
}

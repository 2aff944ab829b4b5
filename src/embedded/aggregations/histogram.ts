import { double } from '../json/write.ts';
import { addDate, floorDate, parseDate, zoneMinutes } from '../query/date-math.ts';
import { durationMs } from '../query/decay.ts';
import { illegalArgument } from '../query/fault.ts';
import { Options } from '../query/options.ts';
import type { Aggregation, Slice } from './aggregation.ts';
import { Bucket, bucketJson, subResults } from './buckets.ts';
import type { Runner } from './metrics.ts';
import { parseOrder } from './order.ts';
import { fieldDateFormat, fieldType, formatDate, refuseWords, valueReader } from './values.ts';

/** How a number line is cut into buckets. */
interface Grid {
  floor(value: number): number;
  next(key: number): number;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

interface HistogramSpec {
  readonly field: string;
  readonly grid: Grid;
  readonly minDocCount: number;
  readonly extended: Bounds | null;
  readonly missing: number | undefined;
}

/** Too many empty buckets to be what anybody meant; Elasticsearch's `search.max_buckets`. */
const MAX_BUCKETS = 65_536;

function collect(slices: readonly Slice[], spec: HistogramSpec, keep: boolean): readonly Bucket<number>[] {
  const buckets = new Map<number, Bucket<number>>();
  const bucketOf = (key: number): Bucket<number> => {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    const bucket = new Bucket(key);
    buckets.set(key, bucket);
    return bucket;
  };
  slices.forEach((slice, i) => {
    const values = valueReader(slice, spec.field, spec.missing);
    for (const doc of slice.docs) {
      const keys = new Set((values(doc) as readonly number[]).map((value) => spec.grid.floor(value)));
      for (const key of keys) bucketOf(key).add(i, doc, keep);
    }
  });
  if (spec.minDocCount === 0) fillGaps(buckets, spec, bucketOf);
  return [...buckets.values()]
    .filter(({ count }) => count >= spec.minDocCount)
    .toSorted((a, b) => a.key - b.key);
}

function fillGaps(
  buckets: ReadonlyMap<number, unknown>,
  spec: HistogramSpec,
  make: (key: number) => unknown,
): void {
  const { grid, extended } = spec;
  const keys = [...buckets.keys()];
  if (extended !== null) keys.push(grid.floor(extended.min), grid.floor(extended.max));
  if (keys.length === 0) return;
  const last = keys.reduce((most, key) => Math.max(most, key));
  let made = 0;
  for (let key = keys.reduce((least, one) => Math.min(least, one)); key <= last; key = grid.next(key)) {
    make(key);
    if (++made > MAX_BUCKETS) {
      throw illegalArgument(
        `Trying to create too many buckets. Must be less than or equal to: [${MAX_BUCKETS}]`,
      );
    }
  }
}

function takeBounds(options: Options, read: (value: unknown) => number): Bounds | null {
  const json = options.take('extended_bounds');
  if (json === undefined) return null;
  const bounds = Options.strict('extended_bounds', json);
  const result = { min: read(bounds.take('min')), max: read(bounds.take('max')) };
  bounds.done();
  return result;
}

interface Layout {
  readonly kind: 'histogram' | 'date_histogram';
  readonly keyed: boolean;
  readonly order: unknown;
  /** `format` is the mapping's, for dates. */
  head(key: number, format: string | null): Readonly<Record<string, unknown>>;
  name(key: number, format: string | null): string;
}

function runner(spec: HistogramSpec, layout: Layout, below: readonly Aggregation[]): Runner {
  const order = parseOrder(layout.order, { _key: 'asc' });
  return (slices) => {
    refuseWords(fieldType(slices, spec.field), spec.field, layout.kind);
    const format = fieldDateFormat(slices, spec.field);
    const found = collect(slices, spec, below.length > 0)
      .map((bucket) => ({ key: bucket.key, count: bucket.count, results: subResults(bucket, slices, below) }))
      .toSorted(order.compare);
    const bodies = found.map(({ key, count, results }) => [
      layout.name(key, format),
      bucketJson(layout.head(key, format), count, results),
    ]);
    const buckets: unknown = layout.keyed ? Object.fromEntries(bodies) : bodies.map(([, body]) => body);
    return { type: layout.kind, body: { buckets } };
  };
}

export function histogram(options: Options, below: readonly Aggregation[]): Runner {
  const field = options.text('field') ?? '';
  const interval = options.number('interval');
  const offset = options.number('offset') ?? 0;
  const spec = {
    minDocCount: options.integer('min_doc_count') ?? 0,
    extended: takeBounds(options, Number),
    missing: options.number('missing'),
  };
  const keyed = options.flag('keyed') ?? false;
  const order = options.take('order');
  if (interval === undefined || interval <= 0)
    throw illegalArgument('[interval] must be >0 for histogram aggregation [histogram]');
  const at = (n: number): number => n * interval + offset;
  const grid: Grid = {
    floor: (value) => at(Math.floor((value - offset) / interval)),
    next: (key) => at(Math.round((key - offset) / interval) + 1),
  };
  const layout: Layout = {
    kind: 'histogram',
    keyed,
    order,
    head: (key) => ({ key: double(key) }),
    name: (key) => String(double(key)),
  };
  return runner({ ...spec, field, grid }, layout, below);
}

const CALENDAR: Readonly<Record<string, string>> = {
  second: 's',
  '1s': 's',
  minute: 'm',
  '1m': 'm',
  hour: 'h',
  '1h': 'h',
  day: 'd',
  '1d': 'd',
  week: 'w',
  '1w': 'w',
  month: 'M',
  '1M': 'M',
  quarter: 'q',
  '1q': 'q',
  year: 'y',
  '1y': 'y',
};

function takeGrid(options: Options, zone: number): Grid {
  const calendar = options.text('calendar_interval');
  const fixed = options.text('fixed_interval');
  const shift = zone * 60_000;
  const offsetText = options.text('offset');
  const offset = offsetText === undefined ? 0 : durationMs(offsetText.replace(/^\+/, ''));
  const move = shift - offset;
  if (fixed !== undefined) {
    const width = durationMs(fixed);
    return {
      floor: (value) => Math.floor((value + move) / width) * width - move,
      next: (key) => key + width,
    };
  }
  if (calendar === undefined)
    throw illegalArgument('Invalid interval specified, must be non-null and non-empty');
  const unit = CALENDAR[calendar];
  if (unit === undefined) {
    throw illegalArgument(`The supplied interval [${calendar}] could not be parsed as a calendar interval.`);
  }
  return {
    floor: (value) => floorDate(value + move, unit) - move,
    next: (key) => addDate(key + move, 1, unit) - move,
  };
}

export function dateHistogram(options: Options, below: readonly Aggregation[]): Runner {
  const field = options.text('field') ?? '';
  const zone = zoneMinutes(options.text('time_zone'));
  const grid = takeGrid(options, zone);
  const format = options.text('format') ?? null;
  const keyed = options.flag('keyed') ?? false;
  const order = options.take('order');
  const spec = {
    minDocCount: options.integer('min_doc_count') ?? 0,
    extended: takeBounds(options, (value) => parseDate(String(value), { now: Date.now(), roundUp: false })),
    missing: options.number('missing'),
  };
  const layout: Layout = {
    kind: 'date_histogram',
    keyed,
    order,
    head: (key, usual) => ({ key_as_string: formatDate(key, format ?? usual, zone), key }),
    name: (key, usual) => formatDate(key, format ?? usual, zone),
  };
  return runner({ ...spec, field, grid }, layout, below);
}

import { illegalArgument, notSupported } from '../query/fault.ts';
import { collectDocs } from '../query/matches.ts';
import type { Options } from '../query/options.ts';
import type { Aggregation, Slice } from './aggregation.ts';
import { Bucket, bucketJson, subResults } from './buckets.ts';
import type { Runner } from './metrics.ts';
import { parseOrder } from './order.ts';
import type { Value } from './values.ts';
import { fieldDateFormat, fieldType, isFloating, keyJson, valueReader } from './values.ts';

interface TermsSpec {
  readonly field: string;
  readonly missing: Value | undefined;
  readonly minDocCount: number;
  readonly wanted: (key: Value) => boolean;
}

function takeList(options: Options, key: string): ReadonlySet<string> | null {
  const json = options.take(key);
  if (json === undefined) return null;
  if (!Array.isArray(json)) throw notSupported(`[${key}] of [terms] as an expression`);
  return new Set(json.map(String));
}

function collect(slices: readonly Slice[], spec: TermsSpec, keep: boolean): readonly Bucket<Value>[] {
  const buckets = new Map<Value, Bucket<Value>>();
  const bucketOf = (key: Value): Bucket<Value> => {
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = new Bucket(key);
      buckets.set(key, bucket);
    }
    return bucket;
  };
  slices.forEach((slice, i) => {
    const { reader } = slice.binding;
    const values = valueReader(slice, spec.field, spec.missing);
    for (const doc of slice.docs) {
      const all = values(doc);
      for (let at = 0; at < all.length; at++) {
        if (at > 0 && all[at] === all[at - 1]) continue;
        if (spec.wanted(all[at]!)) bucketOf(all[at]!).add(i, doc, keep);
      }
    }
    if (spec.minDocCount > 0) return;
    for (const doc of collectDocs(reader.maxDoc, (one) => reader.isLive(one))) {
      for (const value of values(doc)) if (spec.wanted(value)) bucketOf(value);
    }
  });
  return [...buckets.values()];
}

/** A bucket for each distinct value; over several indices counts are exact. */
export function terms(options: Options, below: readonly Aggregation[]): Runner {
  const field = options.text('field') ?? '';
  const size = options.integer('size') ?? 10;
  const minDocCount = options.integer('min_doc_count') ?? 1;
  const missing = options.take('missing') as Value | undefined;
  const order = parseOrder(options.take('order'), { _count: 'desc' });
  const include = takeList(options, 'include');
  const exclude = takeList(options, 'exclude');
  const format = options.text('format') ?? null;
  const showError = options.flag('show_term_doc_count_error') ?? false;
  for (const key of ['shard_size', 'shard_min_doc_count', 'execution_hint', 'collect_mode', 'value_type'])
    options.take(key);
  if (size <= 0)
    throw illegalArgument(`[size] must be greater than 0. Found [${size}] in [${options.parser}]`);
  const wanted = (key: Value): boolean =>
    (include === null || include.has(String(key))) && (exclude === null || !exclude.has(String(key)));
  return (slices) => {
    const type = fieldType(slices, field);
    const dates = format ?? fieldDateFormat(slices, field);
    const found = collect(slices, { field, missing, minDocCount, wanted }, below.length > 0);
    const early = order.byMetric ? found : [];
    const results = new Map(early.map((bucket) => [bucket.key, subResults(bucket, slices, below)]));
    const ordered = found
      .filter(({ count }) => count >= minDocCount)
      .map((bucket) => ({
        key: bucket.key,
        count: bucket.count,
        bucket,
        results: results.get(bucket.key) ?? new Map(),
      }))
      .toSorted(order.compare);
    const total = found.reduce((sum, { count }) => sum + count, 0);
    const shown = ordered.slice(0, size);
    const rest = total - shown.reduce((sum, { count }) => sum + count, 0);
    const buckets = shown.map(({ key, count, bucket }) => {
      const error = showError ? { doc_count_error_upper_bound: 0 } : {};
      const sub = results.get(key) ?? subResults(bucket, slices, below);
      const body = bucketJson(keyJson(type, key, dates), count, sub);
      return showError ? { ...keyJson(type, key, dates), doc_count: count, ...error, ...body } : body;
    });
    const kind =
      type === null ? 'umterms' : type === 'keyword' ? 'sterms' : isFloating(type) ? 'dterms' : 'lterms';
    return { type: kind, body: { doc_count_error_upper_bound: 0, sum_other_doc_count: rest, buckets } };
  };
}

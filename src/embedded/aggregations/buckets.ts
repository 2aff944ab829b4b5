import type { Aggregation, AggregationResults, Slice } from './aggregation.ts';
import { resultsJson, runAll } from './aggregation.ts';

/** Documents of a bucket while it is filled, index by index. */
export class Bucket<K> {
  readonly key: K;
  count = 0;
  private readonly docs: number[][] = [];

  constructor(key: K) {
    this.key = key;
  }

  /** `keep` is false where nothing below looks at the documents. */
  add(slice: number, doc: number, keep: boolean): void {
    this.count++;
    if (keep) (this.docs[slice] ??= []).push(doc);
  }

  slices(all: readonly Slice[]): readonly Slice[] {
    return all.map(({ binding }, i) => ({ binding, docs: Int32Array.from(this.docs[i] ?? []) }));
  }
}

/** A bucket's body: key, count and what its sub-aggregations say. */
export function bucketJson(
  head: Readonly<Record<string, unknown>>,
  count: number,
  results: AggregationResults,
): Readonly<Record<string, unknown>> {
  return { ...head, doc_count: count, ...resultsJson(results) };
}

export function subResults<K>(
  bucket: Bucket<K>,
  slices: readonly Slice[],
  below: readonly Aggregation[],
): AggregationResults {
  return below.length === 0 ? new Map() : runAll(below, bucket.slices(slices));
}

export function countDocs(slices: readonly Slice[]): number {
  return slices.reduce((sum, { docs }) => sum + docs.length, 0);
}

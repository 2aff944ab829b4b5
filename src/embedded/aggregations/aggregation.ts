import { JavaNumber } from '../json/write.ts';
import type { Binding } from '../query/query.ts';

/** Documents of one index that an aggregation looks at; ascending, live. */
export interface Slice {
  readonly binding: Binding;
  readonly docs: Int32Array;
}

export interface AggregationResult {
  /** Elasticsearch's name of the kind of result, the prefix under `typed_keys`: `sterms`, `avg` … */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One named aggregation, checked. */
export interface Aggregation {
  readonly name: string;
  run(slices: readonly Slice[]): AggregationResult;
}

export type AggregationResults = ReadonlyMap<string, AggregationResult>;

export function runAll(aggregations: readonly Aggregation[], slices: readonly Slice[]): AggregationResults {
  return new Map(aggregations.map((one) => [one.name, one.run(slices)]));
}

/** Results as members of the object they stand in; `typedKeys` puts the kind before each name. */
export function resultsJson(results: AggregationResults): Readonly<Record<string, TypedResult>> {
  return Object.fromEntries([...results].map(([name, result]) => [name, new TypedResult(result)]));
}

/** A result whose name may still get its kind as a prefix when the answer is written. */
export class TypedResult {
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;

  constructor({ type, body }: AggregationResult) {
    this.type = type;
    this.body = body;
  }
}

/** Unwraps results, level by level, with or without the kinds in their names. */
export function namedResults(value: unknown, typedKeys: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => namedResults(one, typedKeys));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (!(member instanceof TypedResult)) return [key, namedResults(member, typedKeys)];
      return [typedKeys ? `${member.type}#${key}` : key, namedResults(member.body, typedKeys)];
    }),
  );
}

/** The number at a path such as `avg_price` or `price_stats.max`; NaN where there is none. */
export function metricAt(results: AggregationResults, path: string): number {
  const [name, property = 'value'] = path.split(/[.>]/);
  const body = results.get(name!)?.body;
  const value = body?.[property] ?? body?.['doc_count'];
  if (value instanceof JavaNumber) return value.value;
  return typeof value === 'number' ? value : Number.NaN;
}

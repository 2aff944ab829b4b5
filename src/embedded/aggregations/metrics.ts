import { double } from '../json/write.ts';
import type { Options } from '../query/options.ts';
import type { AggregationResult, Slice } from './aggregation.ts';
import { fieldDateFormat, fieldType, formatDate, refuseWords, valueReader } from './values.ts';

export type Runner = (slices: readonly Slice[]) => AggregationResult;

interface Summary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

interface Source {
  readonly field: string;
  readonly missing: number | string | undefined;
}

function takeSource(options: Options): Source {
  const field = options.text('field') ?? '';
  const missing = options.take('missing') as number | string | undefined;
  options.take('format');
  return { field, missing };
}

function forEachValue(
  slices: readonly Slice[],
  source: Source,
  visit: (value: number | string) => void,
): void {
  for (const slice of slices) {
    const values = valueReader(slice, source.field, source.missing);
    for (const doc of slice.docs) for (const value of values(doc)) visit(value);
  }
}

function summarise(slices: readonly Slice[], source: Source): Summary {
  let [count, min, max, sum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  // Kahan's compensation, as Elasticsearch sums.
  let lost = 0;
  forEachValue(slices, source, (value) => {
    const number = Number(value);
    count++;
    min = Math.min(min, number);
    max = Math.max(max, number);
    const corrected = number - lost;
    const next = sum + corrected;
    lost = next - sum - corrected;
    sum = next;
  });
  return { count, min, max, sum };
}

const PICK: Readonly<Record<string, (summary: Summary) => number | null>> = {
  min: ({ count, min }) => (count === 0 ? null : min),
  max: ({ count, max }) => (count === 0 ? null : max),
  avg: ({ count, sum }) => (count === 0 ? null : sum / count),
  sum: ({ sum }) => sum,
};

function valueJson(
  type: string | null,
  value: number | null,
  format: string | null,
): Readonly<Record<string, unknown>> {
  if (value === null) return { value: null };
  const text = type === 'date' ? { value_as_string: formatDate(Math.trunc(value), format) } : {};
  return { value: double(value), ...text };
}

/** `min`, `max`, `avg`, `sum`. */
export function singleMetric(kind: 'min' | 'max' | 'avg' | 'sum'): (options: Options) => Runner {
  return (options) => {
    const source = takeSource(options);
    return (slices) => {
      const type = fieldType(slices, source.field);
      refuseWords(type, source.field, kind);
      return {
        type: kind,
        body: valueJson(type, PICK[kind]!(summarise(slices, source)), fieldDateFormat(slices, source.field)),
      };
    };
  };
}

export function stats(options: Options): Runner {
  const source = takeSource(options);
  return (slices) => {
    const type = fieldType(slices, source.field);
    refuseWords(type, source.field, 'stats');
    const summary = summarise(slices, source);
    const parts = ['min', 'max', 'avg', 'sum'].map((name) => [name, PICK[name]!(summary)] as const);
    const numbers = Object.fromEntries(
      parts.map(([name, value]) => [name, value === null ? null : double(value)]),
    );
    const texts =
      type === 'date' && summary.count > 0
        ? Object.fromEntries(
            parts.map(([name, value]) => [
              `${name}_as_string`,
              formatDate(Math.trunc(value!), fieldDateFormat(slices, source.field)),
            ]),
          )
        : {};
    return { type: 'stats', body: { count: summary.count, ...numbers, ...texts } };
  };
}

export function valueCount(options: Options): Runner {
  const source = takeSource(options);
  return (slices) => {
    fieldType(slices, source.field);
    let value = 0;
    forEachValue(slices, source, () => value++);
    return { type: 'value_count', body: { value } };
  };
}

/** Exact, where Elasticsearch estimates beyond some thousand values. */
export function cardinality(options: Options): Runner {
  const source = takeSource(options);
  options.take('precision_threshold');
  options.take('execution_hint');
  return (slices) => {
    fieldType(slices, source.field);
    const distinct = new Set<number | string>();
    forEachValue(slices, source, (value) => distinct.add(value));
    return { type: 'cardinality', body: { value: distinct.size } };
  };
}

import { illegalArgument } from '../query/fault.ts';
import { collectDocs } from '../query/matches.ts';
import type { Options } from '../query/options.ts';
import { isObject } from '../query/options.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import type { Aggregation, Slice } from './aggregation.ts';
import { resultsJson, runAll } from './aggregation.ts';
import { countDocs } from './buckets.ts';
import type { Runner } from './metrics.ts';
import { valueReader } from './values.ts';

function body(slices: readonly Slice[], below: readonly Aggregation[]): Readonly<Record<string, unknown>> {
  return { doc_count: countDocs(slices), ...resultsJson(runAll(below, slices)) };
}

function keep({ binding, docs }: Slice, test: (doc: number) => boolean): Slice {
  return { binding, docs: docs.filter(test) };
}

function matching(slices: readonly Slice[], query: Query): readonly Slice[] {
  return slices.map((slice) => {
    const { executor } = slice.binding;
    const found = new Set(executor.run(query.bind(slice.binding), null).docs);
    return keep(slice, (doc) => found.has(doc));
  });
}

export function filter(json: unknown, below: readonly Aggregation[]): Runner {
  const query = parseQuery(json);
  return (slices) => ({ type: 'filter', body: body(matching(slices, query), below) });
}

export function filters(options: Options, below: readonly Aggregation[]): Runner {
  const json = options.take('filters');
  const otherKey = options.text('other_bucket_key');
  const other = (options.flag('other_bucket') ?? false) || otherKey !== undefined;
  const asked = options.flag('keyed') ?? true;
  const anonymous = Array.isArray(json);
  if (!anonymous && !isObject(json)) throw illegalArgument('[filters] cannot be empty.');
  const queries = Object.entries(json as Readonly<Record<string, unknown>>).map(([name, one]) => ({
    name,
    query: parseQuery(one),
  }));
  return (slices) => {
    const matched = queries.map(({ name, query }) => ({ name, slices: matching(slices, query) }));
    if (other) {
      const rest = slices.map((slice, i) => {
        const taken = new Set(matched.flatMap((one) => [...one.slices[i]!.docs]));
        return keep(slice, (doc) => !taken.has(doc));
      });
      matched.push({ name: otherKey ?? '_other_', slices: rest });
    }
    const bodies = matched.map((one) => [one.name, body(one.slices, below)] as const);
    const buckets = anonymous
      ? bodies.map(([, bucket]) => bucket)
      : asked
        ? Object.fromEntries(bodies)
        : bodies.map(([key, bucket]) => ({ key, ...bucket }));
    return { type: 'filters', body: { buckets } };
  };
}

export function missing(options: Options, below: readonly Aggregation[]): Runner {
  const field = options.text('field') ?? '';
  options.take('missing');
  return (slices) => {
    const without = slices.map((slice) => {
      const values = valueReader(slice, field);
      return keep(slice, (doc) => values(doc).length === 0);
    });
    return { type: 'missing', body: body(without, below) };
  };
}

/** Every live document, whatever the query. */
export function global(_: Options, below: readonly Aggregation[]): Runner {
  return (slices) => {
    const all = slices.map(({ binding }) => ({
      binding,
      docs: collectDocs(binding.reader.maxDoc, (doc) => binding.reader.isLive(doc)),
    }));
    return { type: 'global', body: body(all, below) };
  };
}

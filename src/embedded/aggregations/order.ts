import { illegalArgument } from '../query/fault.ts';
import { isObject } from '../query/options.ts';
import type { AggregationResults } from './aggregation.ts';
import { metricAt } from './aggregation.ts';

interface OrderedBucket {
  readonly key: number | string;
  readonly count: number;
  readonly results: AggregationResults;
}

export interface BucketOrder {
  /** True where sub-aggregations decide, so that they must run before buckets are cut. */
  readonly byMetric: boolean;
  readonly compare: (a: OrderedBucket, b: OrderedBucket) => number;
}

function compareKeys(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `order` of a terms or histogram aggregation; ties go by key. */
export function parseOrder(json: unknown, usual: Readonly<Record<string, string>>): BucketOrder {
  const list = (Array.isArray(json) ? json : [json ?? usual]) as unknown[];
  const criteria = list.flatMap((one) => {
    if (!isObject(one)) throw illegalArgument('Order must be an object or an array of objects');
    return Object.entries(one).map(([path, direction]) => ({
      path,
      sign: String(direction) === 'desc' ? -1 : 1,
    }));
  });
  const difference = (path: string, a: OrderedBucket, b: OrderedBucket): number => {
    if (path === '_count') return a.count - b.count;
    if (path === '_key' || path === '_term') return compareKeys(a.key, b.key);
    return metricAt(a.results, path) - metricAt(b.results, path);
  };
  return {
    byMetric: criteria.some(({ path }) => !path.startsWith('_')),
    compare: (a, b) => {
      for (const { path, sign } of criteria) {
        const found = sign * difference(path, a, b);
        if (found !== 0 && !Number.isNaN(found)) return found;
      }
      return compareKeys(a.key, b.key);
    },
  };
}

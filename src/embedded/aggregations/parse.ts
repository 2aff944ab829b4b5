import { SearchFault, illegalArgument, notSupported, parsingFault } from '../query/fault.ts';
import { Options, isObject } from '../query/options.ts';
import type { Aggregation } from './aggregation.ts';
import { filter, filters, global, missing } from './filters.ts';
import { dateHistogram, histogram } from './histogram.ts';
import { cardinality, singleMetric, stats, valueCount } from './metrics.ts';
import type { Runner } from './metrics.ts';
import { range } from './range.ts';
import { terms } from './terms.ts';

type Family = (options: Options, below: readonly Aggregation[]) => Runner;

const FAMILIES: Readonly<Record<string, Family>> = {
  avg: singleMetric('avg'),
  cardinality,
  date_histogram: dateHistogram,
  date_range: range('date_range'),
  filters,
  global,
  histogram,
  max: singleMetric('max'),
  min: singleMetric('min'),
  missing,
  range: range('range'),
  stats,
  sum: singleMetric('sum'),
  terms,
  value_count: valueCount,
};
const METRICS = new Set(['avg', 'cardinality', 'max', 'min', 'stats', 'sum', 'value_count']);
const FIELDLESS = new Set(['filters', 'global']);

/** Elasticsearch's aggregations that this engine lacks. */
const KNOWN_ELSEWHERE = new Set(
  `adjacency_matrix auto_date_histogram avg_bucket boxplot bucket_script bucket_selector bucket_sort
  categorize_text children composite cumulative_cardinality cumulative_sum derivative diversified_sampler
  extended_stats extended_stats_bucket frequent_item_sets geo_bounds geo_centroid geo_distance geo_line
  geohash_grid geohex_grid geotile_grid ip_prefix ip_range matrix_stats max_bucket
  median_absolute_deviation min_bucket moving_avg moving_fn moving_percentiles multi_terms nested
  normalize parent percentile_ranks percentiles percentiles_bucket random_sampler rare_terms rate
  reverse_nested sampler scripted_metric serial_diff significant_terms significant_text stats_bucket
  string_stats sum_bucket t_test time_series top_hits top_metrics variable_width_histogram weighted_avg`.split(
    /\s+/,
  ),
);

function unknownType(type: string): SearchFault {
  return new SearchFault('parsing_exception', `Unknown aggregation type [${type}]`, {
    place: { key: type, at: 'value' },
    causedBy: { type: 'named_object_not_found_exception', reason: `unknown field [${type}]` },
  });
}

function runnerOf(
  name: string,
  type: string,
  parts: { body: unknown; below: readonly Aggregation[] },
): Runner {
  const { body, below } = parts;
  if (type === 'filter') return filter(body, below);
  const family = Object.hasOwn(FAMILIES, type) ? FAMILIES[type] : undefined;
  if (family === undefined)
    throw KNOWN_ELSEWHERE.has(type) ? notSupported(`aggregation [${type}]`) : unknownType(type);
  if (below.length > 0 && METRICS.has(type)) {
    throw new SearchFault(
      'illegal_argument_exception',
      `Aggregator [${name}] of type [${type}] cannot accept sub-aggregations`,
    );
  }
  const options = Options.strict(type, body);
  if (options.has('script')) throw notSupported('[script] in aggregations');
  const runner = family(options, below);
  options.done();
  if (!FIELDLESS.has(type) && !options.has('field')) {
    throw illegalArgument('Required one of fields [field, script], but none were specified. ');
  }
  return runner;
}

function parseOne(name: string, json: unknown): Aggregation {
  if (!isObject(json))
    throw parsingFault(`Expected [START_OBJECT] under [${name}], but got something else`, name);
  if (/[[\]>]/.test(name)) {
    throw parsingFault(
      `Invalid aggregation name [${name}]. Aggregation names can contain any character except '[', ']', and '>'`,
      name,
    );
  }
  const { aggs, aggregations, meta, ...types } = json;
  const below = parseAggregations(aggs ?? aggregations ?? {});
  const [found, second] = Object.entries(types);
  if (found === undefined) throw parsingFault(`Missing definition for aggregation [${name}]`, name);
  if (second !== undefined) {
    throw parsingFault(
      `Found two aggregation type definitions in [${name}]: [${found[0]}] and [${second[0]}]`,
      second[0],
    );
  }
  const [type, body] = found;
  const runner = runnerOf(name, type, { body, below });
  return {
    name,
    run: (slices) => {
      const result = runner(slices);
      return meta === undefined ? result : { type: result.type, body: { meta, ...result.body } };
    },
  };
}

/** `aggs` of a search body. @throws SearchFault */
export function parseAggregations(json: unknown): readonly Aggregation[] {
  if (!isObject(json)) throw parsingFault('Expected [START_OBJECT] in [aggs]', 'aggs');
  return Object.entries(json).map(([name, one]) => parseOne(name, one));
}

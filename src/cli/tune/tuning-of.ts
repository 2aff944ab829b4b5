import { compare, mean, mostMoved } from '../../evaluation/comparison.ts';
import { crossValidate, queryKey } from '../../evaluation/cross-validation.ts';
import type { Metric } from '../../evaluation/metric.ts';
import { type Parameter, type Point, searchGrid, startOf } from '../../evaluation/tuning/grid-search.ts';
import type { Tuning } from '../../evaluation/tuning/tuning.ts';
import type { CachedQuery } from './cached-query.ts';
import { FIELD, orderAt, OWN_FIELDS } from './order.ts';

/** From leaving everything as it is to following every gain. */
const RESTRAINTS = [Infinity, 0.01, 0.003, 0.001, 0.0003];

export interface TuningOptions extends Pick<Tuning, 'dataset' | 'index' | 'seed'> {
  readonly metric: Metric;
  readonly parameters: readonly Parameter[];
  /** Into which queries are dealt, ≥ 2. */
  readonly folds: number;
}

/** Chooses the parameters by all queries, and measures by folds what choosing so brings. */
export function tuningOf(
  queries: readonly CachedQuery[],
  { metric, parameters, folds, seed, dataset, index }: TuningOptions,
): Tuning {
  const valueAt = (point: Point, query: CachedQuery): number =>
    metric.of(orderAt(query, point), query.grades);
  const meanAt = (point: Point, of: readonly CachedQuery[]): number =>
    mean(of.map((query) => valueAt(point, query)));
  const result = crossValidate<CachedQuery, number, Point>(
    queries,
    {
      settings: RESTRAINTS,
      fit: (some) => (restraint) =>
        searchGrid(parameters, (point) => meanAt(point, some), { restraint, seed }),
      value: valueAt,
    },
    { keyOf: ({ text }) => queryKey(text), folds, seed },
  );
  const start = startOf(parameters);
  const tuned = result.fitted;
  const pairs = queries.map((query, at) => ({
    queryId: query.id,
    off: valueAt(start, query),
    on: result.held[at]!,
  }));
  const texts = new Map(queries.map(({ id, text }) => [id, text]));
  return {
    dataset,
    index,
    metric: metric.label,
    seed,
    restraint: result.setting,
    folds: result.folds.map(({ items, setting, fitted }) => ({
      queries: items.length,
      restraint: setting,
      point: fitted,
      off: mean(items.map((at) => pairs[at]!.off)),
      on: mean(items.map((at) => pairs[at]!.on)),
    })),
    comparison: compare(pairs),
    moved: mostMoved(pairs, pairs.length).map(({ queryId: id, off, on }) => ({
      id,
      text: texts.get(id) ?? '',
      stage: null,
      off,
      on,
    })),
    seen: meanAt(tuned, queries),
    start,
    tuned,
    tried: parameters.map(({ name, values }) => ({
      name,
      values: values.map((value) => ({
        value,
        mean: meanAt(
          { ...tuned, ...(name.startsWith(FIELD) ? { [OWN_FIELDS]: 1 } : {}), [name]: value },
          queries,
        ),
      })),
    })),
  };
}

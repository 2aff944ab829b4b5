import type { Query } from '../../../domain/query.ts';
import { classesOf, type QueryClass } from './query-class.ts';

/** Leg → weight, ≥ 0. */
export type Weights = ReadonlyMap<string, number>;

export interface WeightOptions {
  readonly weights: Weights;
  /** What a class of queries says of single legs, in place of that. */
  readonly classes: ReadonlyMap<QueryClass, Weights>;
}

/** A leg that nobody has weighed counts as much as a leg of weight 1. */
const UNWEIGHED = 1;

/** What a rule says of a query's leg, else the class that tells most of the query; undefined where neither does. */
export function saidOf(query: Query, classes: WeightOptions['classes']): (leg: string) => number | undefined {
  const ruled = new Map(query.instructions.legs.map(({ leg, weight }) => [leg, weight]));
  const own = classesOf(query).flatMap((name) => classes.get(name) ?? []);
  return (leg) => ruled.get(leg) ?? own.find((weights) => weights.has(leg))?.get(leg);
}

/**
 * The weights of one query's legs: what a rule says, else what the class says that tells most of the query, else what
 * holds for all. They are shares of 1; where all of them are 0, all legs count alike.
 */
export function weightsOf(query: Query, legs: readonly string[], options: WeightOptions): Weights {
  const said = saidOf(query, options.classes);
  const raw = legs.map((leg) => said(leg) ?? options.weights.get(leg) ?? UNWEIGHED);
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return new Map(legs.map((leg, at) => [leg, sum === 0 ? 1 / legs.length : raw[at]! / sum]));
}

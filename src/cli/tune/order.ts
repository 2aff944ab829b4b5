import type { Point } from '../../evaluation/tuning/grid-search.ts';
import type { CachedLeg, CachedQuery } from './cached-query.ts';
import { classWeightAt } from './class-weights.ts';

/** Names of parameters: a leg's weight, a field's, the reranker's share and how many it reads. */
export const LEG = 'leg ';
export const FIELD = 'field ';
/** 1: the leg `fields` is a sum of fields with weights of their own; 0: as it is configured. */
export const OWN_FIELDS = 'own fields';
export const RERANK_WEIGHT = 'rerank weight';
export const RERANK_DEPTH = 'rerank depth';

/** What the leg `fields` gives with weights of fields. */
interface Values {
  readonly values: Float64Array;
  readonly found: readonly boolean[];
}

/**
 * The order that `fuse` and `rerank` would bring a query's candidates into, computed from what was kept of one search.
 * A leg with other weights may find others than were found: of those nothing is known here.
 * @returns document ids, best first
 */
export function orderAt(query: CachedQuery, point: Point): readonly string[] {
  const sums = new Float64Array(query.ids.length);
  const isFound = new Uint8Array(query.ids.length);
  const used = query.legs.map((one) => ({
    ...(one.leg === 'fields' && point[OWN_FIELDS] === 1 ? sumOfFields(query, point) : one),
    weight: weightAt(one, point),
  }));
  const total = used.reduce((sum, { weight }) => sum + weight, 0);
  for (const { values, found, weight } of used) {
    const share = total === 0 ? 1 / used.length : weight / total;
    if (share === 0) continue;
    for (let at = 0; at < sums.length; at += 1) {
      sums[at]! += share * values[at]!;
      if (found[at] === true) isFound[at] = 1;
    }
  }
  const order: number[] = [];
  for (let at = 0; at < sums.length; at += 1) if (isFound[at] === 1) order.push(at);
  order.sort((a, b) => sums[b]! - sums[a]! || a - b);
  return reranked(order, {
    sums,
    said: query.said,
    sure: query.sure,
    weight: point[RERANK_WEIGHT] ?? 0,
    depth: point[RERANK_DEPTH] ?? 0,
  }).map((at) => query.ids[at]!);
}

function weightAt({ leg, rule, classes }: CachedLeg, point: Point): number {
  const general = point[LEG + leg] ?? 0;
  return rule ?? classWeightAt(classes, general, point) ?? general;
}

function sumOfFields({ fields, ids }: CachedQuery, point: Point): Values {
  const sums = new Float64Array(ids.length);
  for (const [field, scores] of fields) {
    const weight = point[FIELD + field] ?? 0;
    for (let at = 0; at < sums.length; at += 1) sums[at]! += weight * scores[at]!;
  }
  let [least, most] = [Infinity, 0];
  for (const sum of sums) {
    if (sum > 0) least = Math.min(least, sum);
    most = Math.max(most, sum);
  }
  const span = most - least;
  return {
    values: sums.map((sum) => (sum <= 0 ? 0 : span > 0 ? (sum - least) / span : 1)),
    found: Array.from(sums, (sum) => sum > 0),
  };
}

interface Reranking {
  readonly sums: Float64Array;
  readonly said: Float64Array;
  readonly sure: boolean;
  readonly weight: number;
  readonly depth: number;
}

function reranked(
  order: readonly number[],
  { sums, said, sure, weight, depth }: Reranking,
): readonly number[] {
  if (weight === 0 || depth < 2 || order.length < 2) return order;
  const head = order.slice(0, depth);
  const before = spanned(head.map((at) => sums[at]!));
  const heard = head.map((at) => said[at]!);
  const model = sure ? heard.map((value) => (Number.isNaN(value) ? 0 : value)) : spanned(heard);
  const values = head.map((_, place) => (1 - weight) * before[place]! + weight * model[place]!);
  const places = head.map((_, place) => place).sort((a, b) => values[b]! - values[a]! || a - b);
  return [...places.map((place) => head[place]!), ...order.slice(depth)];
}

/** From the least to the greatest on 0..1; all alike are 1, what is not known 0. */
function spanned(values: readonly number[]): readonly number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return values.map((value) =>
    Number.isNaN(value) ? 0 : most === least ? 1 : (value - least) / (most - least),
  );
}

import { type Graded, isTelling, lambdasOf } from './lambdas.ts';

/** Documents of a query: scaled features without gaps, and grades. */
export interface RankedList extends Graded {
  readonly rows: readonly Float64Array[];
}

export interface PairFit {
  /** Weights to start with and to be held to. */
  readonly start: readonly number[];
  /** Of the L2 penalty of what differs from them, ≥ 0. */
  readonly restraint: number;
}

const STEP = 0.02;
/** Lists a step. */
const BATCH = 8;
/** Steps in all, and rounds at most: few lists are read often, many are read once or twice. */
const STEPS = 600;
const MOST_ROUNDS = 40;
/** Adam (Kingma and Ba 2015). */
const [BETA_1, BETA_2, EPSILON] = [0.9, 0.99, 1e-8];

/** Weights that put better documents above worse ones. Lists are read in their order, round and round. */
export function fitPairs(lists: readonly RankedList[], { start, restraint }: PairFit): readonly number[] {
  const telling = lists.filter(isTelling);
  const weights = Float64Array.from(start);
  const [first, second] = [new Float64Array(start.length), new Float64Array(start.length)];
  const gradient = new Float64Array(start.length);
  const perRound = Math.ceil(telling.length / BATCH);
  const rounds = Math.min(MOST_ROUNDS, Math.ceil(STEPS / Math.max(1, perRound)));
  let step = 0;
  for (let round = 0; round < (telling.length === 0 ? 0 : rounds); round += 1) {
    for (let from = 0; from < telling.length; from += BATCH) {
      gradient.fill(0);
      const batch = telling.slice(from, from + BATCH);
      for (const list of batch) addLambdas(list, weights, gradient);
      step += 1;
      for (let at = 0; at < weights.length; at += 1) {
        const slope = gradient[at]! / batch.length + restraint * (weights[at]! - start[at]!);
        const moment = BETA_1 * first[at]! + (1 - BETA_1) * slope;
        const square = BETA_2 * second[at]! + (1 - BETA_2) * slope * slope;
        [first[at], second[at]] = [moment, square];
        const size = Math.sqrt(square / (1 - BETA_2 ** step)) + EPSILON;
        weights[at] = weights[at]! - (STEP * (moment / (1 - BETA_1 ** step))) / size;
      }
    }
  }
  return Array.from(weights);
}

/** Adds the slope of one list's loss. */
function addLambdas(list: RankedList, weights: Float64Array, into: Float64Array): void {
  const scores = list.rows.map((row) => dot(row, weights));
  const { slopes } = lambdasOf(list, scores);
  list.rows.forEach((row, at) => {
    const lambda = slopes[at]!;
    if (lambda === 0) return;
    for (let feature = 0; feature < row.length; feature += 1) into[feature]! += lambda * row[feature]!;
  });
}

function dot(row: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < row.length; at += 1) sum += row[at]! * weights[at]!;
  return sum;
}

/** Documents of a query: scaled features without gaps, and grades. */
export interface RankedList {
  readonly rows: readonly Float64Array[];
  readonly grades: readonly number[];
  /** DCG of the best order of all judged documents, > 0. */
  readonly ideal: number;
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
  const telling = lists.filter(
    ({ grades, ideal }) => ideal > 0 && grades.some((grade) => grade !== grades[0]),
  );
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

/** Adds the slope of one list's loss: logistic over pairs, each by the nDCG that hangs on it. */
function addLambdas({ rows, grades, ideal }: RankedList, weights: Float64Array, into: Float64Array): void {
  const scores = rows.map((row) => dot(row, weights));
  const order = scores.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const discounts = new Float64Array(rows.length);
  order.forEach((at, rank) => {
    discounts[at] = 1 / Math.log2(rank + 2);
  });
  const lambdas = new Float64Array(rows.length);
  for (let better = 0; better < rows.length; better += 1) {
    if (grades[better]! <= 0) continue;
    for (let worse = 0; worse < rows.length; worse += 1) {
      if (grades[worse]! >= grades[better]!) continue;
      const gain = 2 ** grades[better]! - 2 ** grades[worse]!;
      const hangs = (gain * Math.abs(discounts[better]! - discounts[worse]!)) / ideal;
      const lambda = hangs / (1 + Math.exp(scores[better]! - scores[worse]!));
      lambdas[better]! -= lambda;
      lambdas[worse]! += lambda;
    }
  }
  rows.forEach((row, at) => {
    const lambda = lambdas[at]!;
    if (lambda === 0) return;
    for (let feature = 0; feature < row.length; feature += 1) into[feature]! += lambda * row[feature]!;
  });
}

function dot(row: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < row.length; at += 1) sum += row[at]! * weights[at]!;
  return sum;
}

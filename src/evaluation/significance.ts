import { quantile } from './quantile.ts';
import { randomIntegers } from './random.ts';

export interface Resampling {
  /** How often; 10,000 gives p-values and interval ends good to about 0.005. */
  readonly rounds?: number;
  readonly seed?: number;
}

const ROUNDS = 10_000;
const SEED = 20_240_229;

/**
 * Two-sided p-value of Fisher's paired randomisation test: how often differences this large, or larger, come
 * about when each query's two values are swapped by the toss of a coin (Smucker, Allan and Carterette 2007).
 * 1 where no query differs; never 0, as the order that was observed is one of those possible.
 * @param differences one a query, on minus off
 */
export function randomisationTest(differences: readonly number[], options: Resampling = {}): number {
  const { rounds = ROUNDS, seed = SEED } = options;
  // A query that did not change adds nothing, whichever way its coin falls.
  const moved = Float64Array.from(differences.filter((difference) => difference !== 0));
  const total = moved.reduce((sum, difference) => sum + difference, 0);
  // Sums taken in another order differ in their last bits; such a sum is as large as the observed one.
  const observed = Math.abs(total) - 1e-9 * moved.length;
  const next = randomIntegers(seed);
  let asLarge = 0;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    let coins = 0;
    for (let at = 0; at < moved.length; at++) {
      if ((at & 31) === 0) coins = next();
      const difference = moved[at] ?? 0;
      sum += (coins & 1) === 0 ? difference : -difference;
      coins >>>= 1;
    }
    if (Math.abs(sum) >= observed) asLarge += 1;
  }
  return (asLarge + 1) / (rounds + 1);
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile bootstrap interval of the mean (Efron 1979): queries are drawn with replacement.
 * @param level share of resampled means inside, 0..1
 */
export function bootstrapInterval(
  values: readonly number[],
  options: Resampling & { readonly level?: number } = {},
): Interval {
  const { rounds = ROUNDS, seed = SEED, level = 0.95 } = options;
  if (values.length === 0) return { low: 0, high: 0 };
  const all = Float64Array.from(values);
  const means = new Float64Array(rounds);
  const next = randomIntegers(seed);
  const scale = all.length / 2 ** 32;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    for (let draw = 0; draw < all.length; draw++) sum += all[Math.floor(next() * scale)] ?? 0;
    means[round] = sum / all.length;
  }
  means.sort();
  const tail = (1 - level) / 2;
  return { low: quantile(means, tail), high: quantile(means, 1 - tail) };
}

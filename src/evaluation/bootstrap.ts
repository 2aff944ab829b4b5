import { randomNumbers } from './random.ts';
import type { Interval } from './significance.ts';

const ROUNDS = 1000;
const SEED = 20_240_229;
const TAIL = 0.025;

/**
 * Percentile bootstrap interval (95 %) of any statistic of a set (Efron 1979).
 * @param count how many there are in the set
 * @param statistic of a sample, which is given by their numbers, drawn with replacement
 */
export function bootstrap(count: number, statistic: (sample: Uint32Array) => number): Interval {
  if (count === 0) return { low: 0, high: 0 };
  const next = randomNumbers(SEED);
  const sample = new Uint32Array(count);
  const values = Float64Array.from({ length: ROUNDS }, () => {
    for (let draw = 0; draw < count; draw += 1) sample[draw] = Math.floor(next() * count);
    return statistic(sample);
  });
  values.sort();
  return { low: values[Math.floor(ROUNDS * TAIL)]!, high: values[Math.ceil(ROUNDS * (1 - TAIL)) - 1]! };
}

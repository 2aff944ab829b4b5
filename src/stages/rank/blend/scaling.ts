/** Mean and standard deviation of what is known of a feature; the latter is 1 where all values are alike. */
export interface Scaling {
  readonly mean: number;
  readonly scale: number;
}

/** Variance of this or less is rounding. */
const LEAST_VARIANCE = 1e-12;

/** Of column `at`. @param rows NaN where it is not known */
export function scalingOf(rows: Iterable<Float64Array>, at: number): Scaling {
  let [count, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    const value = row[at]!;
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
    squares += value * value;
  }
  const mean = count === 0 ? 0 : sum / count;
  const variance = count === 0 ? 0 : squares / count - mean * mean;
  return { mean, scale: variance > LEAST_VARIANCE ? Math.sqrt(variance) : 1 };
}

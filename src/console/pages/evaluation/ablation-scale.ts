interface Ranged {
  readonly difference: number;
  readonly interval: { readonly low: number; readonly high: number };
}

/** Where nothing differs at all there has to be some width. */
const LEAST_WIDTH = 0.001;

/** From a difference to its place in a row, percent; all intervals and nought fit between 1 and 99. */
export function scaleOf(rows: readonly Ranged[]): (difference: number) => number {
  const values = rows.flatMap(({ difference, interval }) => [difference, interval.low, interval.high]);
  const low = Math.min(0, ...values);
  const width = Math.max(Math.max(0, ...values) - low, LEAST_WIDTH);
  return (difference) => 1 + ((difference - low) / width) * 98;
}

/** The value in the middle. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/**
 * The centre of values that lie alike on both sides of it, and between which values it lies with 95 % certainty; of ten values or
 * more. It is the median of the means of all pairs (Hodges and Lehmann): as hard to mislead by a few wild rounds as the
 * median of the values, and as sure with two thirds of the rounds.
 */
export function centreOf(values) {
  const pairs = Float64Array.from(
    values.flatMap((one, at) => values.slice(at).map((other) => (one + other) / 2)),
  ).toSorted();
  const { length: n } = values;
  // Wilcoxon's signed ranks, by their normal approximation.
  const low = Math.max(0, Math.floor((n * (n + 1)) / 4 - 1.96 * Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)));
  return { value: median(pairs), low: pairs[low], high: pairs[pairs.length - 1 - low] };
}

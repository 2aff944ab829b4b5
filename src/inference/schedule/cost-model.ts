/** What a model takes on its device, learned while it runs. */
export interface CostModel {
  /** Milliseconds that so many tokens, filling included, are likely to take in so many batches. */
  predictMs(tokens: number, batches: number): number;
  learn(batch: { readonly tokens: number; readonly ms: number }): void;
}

/** The weight of a batch halves with every 35 that come after it. */
const DECAY = 0.98;
/** Longer than any guess: a model that never ran is not promised to be fast. */
const UNKNOWN_MS_PER_TOKEN = 0.1;

/**
 * A line through what batches took, `fixed + slope × tokens`, by least squares in which the past fades. Over the few
 * lengths of a query and a title the square that attention adds cannot be seen.
 */
export function createCostModel(): CostModel {
  let [weight, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];

  function line(): { readonly fixed: number; readonly slope: number } {
    if (weight === 0) return { fixed: 0, slope: UNKNOWN_MS_PER_TOKEN };
    const spread = sumXX - (sumX * sumX) / weight;
    // All of one size: everything is put down to the tokens.
    const slope = spread > 1e-6 * sumXX ? (sumXY - (sumX * sumY) / weight) / spread : sumY / sumX;
    const fixed = (sumY - slope * sumX) / weight;
    if (slope <= 0 || fixed < 0) return { fixed: 0, slope: sumY / sumX };
    return { fixed, slope };
  }

  return {
    predictMs(tokens, batches) {
      const { fixed, slope } = line();
      return fixed * batches + slope * tokens;
    },
    learn({ tokens, ms }) {
      weight = weight * DECAY + 1;
      sumX = sumX * DECAY + tokens;
      sumY = sumY * DECAY + ms;
      sumXX = sumXX * DECAY + tokens * tokens;
      sumXY = sumXY * DECAY + tokens * ms;
    },
  };
}

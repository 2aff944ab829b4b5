/** What a model takes on its device, learned while it runs. */
export interface CostModel {
  /** Milliseconds that so many tokens, filling included, are likely to take in so many batches. */
  predictMs(tokens: number, batches: number): number;
  learn(batch: { readonly tokens: number; readonly ms: number }): void;
}

/** The weight of a batch halves with every 35 that come after it. */
const DECAY = 0.98;
/**
 * A prediction that nothing bore out for so long is believed half as much with every such time more. One that says "too slow"
 * keeps the model from running, and so from showing that it is not: without this, a busy second at the start would shut it out for
 * good.
 */
const BELIEVED_MS = 1000;
/** Where the doubt was right, what was learned before it counts this much. */
const TRIAL_DECAY = 0.25;
/** Longer than any guess: a model that never ran is not promised to be fast. */
const UNKNOWN_MS_PER_TOKEN = 0.1;

/**
 * A line through what batches took, `fixed + slope × tokens`, by least squares in which the past fades. Over the few
 * lengths of a query and a title the square that attention adds cannot be seen.
 * @param now monotonic milliseconds
 */
export function createCostModel(now: () => number): CostModel {
  let [weight, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  let learnedAt = now();

  function line(): { readonly fixed: number; readonly slope: number } {
    if (weight === 0) return { fixed: 0, slope: UNKNOWN_MS_PER_TOKEN };
    const spread = sumXX - (sumX * sumX) / weight;
    // All of one size: everything is put down to the tokens.
    const slope = spread > 1e-6 * sumXX ? (sumXY - (sumX * sumY) / weight) / spread : sumY / sumX;
    const fixed = (sumY - slope * sumX) / weight;
    if (slope <= 0 || fixed < 0) return { fixed: 0, slope: sumY / sumX };
    return { fixed, slope };
  }

  function said(tokens: number, batches: number): number {
    const { fixed, slope } = line();
    return fixed * batches + slope * tokens;
  }

  /** 1 while what was learned is fresh, towards 0 as time goes by without a batch. */
  function belief(): number {
    return 0.5 ** Math.max(0, (now() - learnedAt) / BELIEVED_MS - 1);
  }

  return {
    predictMs: (tokens, batches) => said(tokens, batches) * belief(),
    learn({ tokens, ms }) {
      const wasDoubted = weight > 0 && belief() < 1 && ms < said(tokens, 1) / 2;
      const kept = wasDoubted ? TRIAL_DECAY : DECAY;
      weight = weight * kept + 1;
      sumX = sumX * kept + tokens;
      sumY = sumY * kept + ms;
      sumXX = sumXX * kept + tokens * tokens;
      sumXY = sumXY * kept + tokens * ms;
      learnedAt = now();
    },
  };
}

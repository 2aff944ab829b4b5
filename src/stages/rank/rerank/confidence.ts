/** How sure a model is that a text answers, 0..1, by its logit. */
export function confidence(logit: number, temperature: number): number {
  return 1 / (1 + Math.exp(-logit / temperature));
}

/** Shares of the score, unless configured (docs/relevance.md). */
const WEIGHT = { compared: 0.3, sure: 0.35 };

/**
 * A model's share unless configured. One that says how sure it is takes part less where it believes nothing, and may be
 * trusted more where it does; of any other the best text of a query is as good as that of the next.
 */
export function usualWeight({ temperature }: { readonly temperature?: number | undefined }): number {
  return temperature === undefined ? WEIGHT.compared : WEIGHT.sure;
}

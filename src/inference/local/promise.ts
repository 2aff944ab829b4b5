/** Softens how much more the first places count than those behind them (Cormack et al., 2009, use the same 60). */
const RANK_CONSTANT = 60;

/**
 * Positions in the order in which a dearer model should look at them: where the list had them and where the cheaper
 * model has them, each with one vote by reciprocal rank. The cheapest models alone lose rare exact words.
 */
export function byPromise(
  positions: readonly number[],
  scores: readonly (number | null)[],
): readonly number[] {
  const scored = positions.filter((at) => scores[at] !== null);
  const byScore = scored.toSorted((a, b) => scores[b]! - scores[a]! || a - b);
  const votes = new Map<number, number>();
  for (const order of [scored.toSorted((a, b) => a - b), byScore]) {
    for (const [rank, at] of order.entries()) {
      votes.set(at, (votes.get(at) ?? 0) + 1 / (RANK_CONSTANT + rank + 1));
    }
  }
  return scored.toSorted((a, b) => votes.get(b)! - votes.get(a)! || a - b);
}

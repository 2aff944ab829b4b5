/**
 * Draws positions as often as their weights say.
 * @param weights one or more, above 0
 */
export function drawBy(weights: readonly number[], random: () => number): () => number {
  let sum = 0;
  const ends = weights.map((weight) => (sum += weight));
  return () => {
    const wanted = random() * sum;
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

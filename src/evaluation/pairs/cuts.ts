/** A score with the class that it should fall into, numbered from 0 in ascending order of labels. */
export interface ClassedScore {
  readonly score: number;
  readonly of: number;
}

/**
 * The least score of each class but the first, such that most scores fall into their own: a score belongs to the last
 * class whose cut it reaches. Found exactly, by dynamic programming over the scores in order.
 * @returns ascending, one less than there are classes
 */
export function bestCuts(given: readonly ClassedScore[], classes: number): readonly number[] {
  const sorted = [...given].sort((a, b) => a.score - b.score);
  // right[c]: most that can be right so far if the current score is of class c; starts[c]: where its classes began.
  let right = Array.from({ length: classes }, (_, c) => (c === 0 ? 0 : -Infinity));
  let starts: (readonly number[])[] = Array.from({ length: classes }, () => []);
  sorted.forEach(({ score, of }, at) => {
    const isNew = at === 0 || score !== sorted[at - 1]!.score;
    if (isNew) [right, starts] = opened(right, starts, score);
    right[of]! += 1;
  });
  const [, best] = opened(right, starts, Infinity);
  return best[classes - 1]!;
}

/** Lets each class begin at a score, behind the best that the classes below it can do. */
function opened(
  right: readonly number[],
  starts: readonly (readonly number[])[],
  score: number,
): [number[], (readonly number[])[]] {
  const values = [...right];
  const cuts = [...starts];
  for (let c = 1; c < values.length; c += 1) {
    if (values[c - 1]! <= values[c]!) continue;
    values[c] = values[c - 1]!;
    cuts[c] = [...cuts[c - 1]!, score];
  }
  return [values, cuts];
}

/** The class that a score falls into. */
export function classOf(score: number, cuts: readonly number[]): number {
  const at = cuts.findIndex((cut) => score < cut);
  return at === -1 ? cuts.length : at;
}

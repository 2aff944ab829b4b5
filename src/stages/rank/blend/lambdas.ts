import type { Derivatives } from './grow-tree.ts';

/** What people thought of the documents of one query. */
export interface Graded {
  readonly grades: readonly number[];
  /** DCG of the best order of all judged documents, > 0. */
  readonly ideal: number;
}

/** Whether there is anything to learn from it: a better and a worse document. */
export function isTelling({ grades, ideal }: Graded): boolean {
  return ideal > 0 && grades.some((grade) => grade !== grades[0]);
}

/**
 * Slopes of one list's loss by its scores: logistic over pairs, each by the nDCG that hangs on it (LambdaRank, Burges
 * 2010).
 */
export function lambdasOf({ grades, ideal }: Graded, scores: ArrayLike<number>): Derivatives {
  const order = grades.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const discounts = new Float64Array(grades.length);
  order.forEach((at, rank) => {
    discounts[at] = 1 / Math.log2(rank + 2);
  });
  const slopes = new Float64Array(grades.length);
  const curvatures = new Float64Array(grades.length);
  for (let better = 0; better < grades.length; better += 1) {
    if (grades[better]! <= 0) continue;
    for (let worse = 0; worse < grades.length; worse += 1) {
      if (grades[worse]! >= grades[better]!) continue;
      const gain = 2 ** grades[better]! - 2 ** grades[worse]!;
      const hangs = (gain * Math.abs(discounts[better]! - discounts[worse]!)) / ideal;
      const wrong = 1 / (1 + Math.exp(scores[better]! - scores[worse]!));
      slopes[better]! -= hangs * wrong;
      slopes[worse]! += hangs * wrong;
      curvatures[better]! += hangs * wrong * (1 - wrong);
      curvatures[worse]! += hangs * wrong * (1 - wrong);
    }
  }
  return { slopes, curvatures };
}

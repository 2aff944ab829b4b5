import { mean } from '../comparison.ts';

/** Probabilities this close to 0 or 1 are not believed, so that one mistake cannot cost without bound. */
const LEAST = 1e-15;

/** Mean of −log of the probability that was given to what is true, natural logarithm; 0 and more, less is better. */
export function crossEntropy(truths: readonly boolean[], probabilities: readonly number[]): number {
  return mean(
    truths.map((truth, at) => {
      const p = Math.min(1 - LEAST, Math.max(LEAST, probabilities[at]!));
      return -Math.log(truth ? p : 1 - p);
    }),
  );
}

/** Mean squared error. */
export function meanSquaredError(truths: readonly number[], predictions: readonly number[]): number {
  return mean(truths.map((truth, at) => (truth - predictions[at]!) ** 2));
}

/** Mean absolute error. */
export function meanAbsoluteError(truths: readonly number[], predictions: readonly number[]): number {
  return mean(truths.map((truth, at) => Math.abs(truth - predictions[at]!)));
}

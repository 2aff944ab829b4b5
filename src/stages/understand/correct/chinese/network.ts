/** A network of one hidden layer and one output, as training/spelling/chinese/train.py writes it. */
export interface NetworkWeights {
  readonly features: readonly string[];
  /** Weights of the features, for each hidden unit. */
  readonly hidden: readonly (readonly number[])[];
  readonly hiddenBias: readonly number[];
  readonly out: readonly number[];
  readonly bias: number;
}

export class Network {
  readonly #weights: Float64Array;
  readonly #hiddenBias: Float64Array;
  readonly #out: Float64Array;
  readonly #bias: number;

  constructor({ hidden, hiddenBias, out, bias }: NetworkWeights) {
    this.#weights = Float64Array.from(hidden.flat());
    this.#hiddenBias = Float64Array.from(hiddenBias);
    this.#out = Float64Array.from(out);
    this.#bias = bias;
  }

  /** @param features as many as the weights have @returns a natural logarithm of odds */
  score(features: Float64Array): number {
    let score = this.#bias;
    for (let unit = 0; unit < this.#out.length; unit += 1) {
      const row = unit * features.length;
      let sum = this.#hiddenBias[unit]!;
      for (let at = 0; at < features.length; at += 1) sum += this.#weights[row + at]! * features[at]!;
      if (sum > 0) score += sum * this.#out[unit]!;
    }
    return score;
  }
}

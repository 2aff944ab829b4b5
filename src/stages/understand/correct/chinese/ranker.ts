import { GatewayError } from '../../../../errors.ts';
import { FEATURE, FEATURES } from './features.ts';

/** A network of one hidden layer, as training/spelling/chinese/train.py writes it. */
export interface RankerWeights {
  readonly features: readonly string[];
  /** Weights of the features, for each hidden unit. */
  readonly hidden: readonly (readonly number[])[];
  readonly hiddenBias: readonly number[];
  readonly out: readonly number[];
  readonly bias: number;
}

/**
 * What a catalogue adds, as natural logarithms of odds: that it holds the corrected words, and that it holds those typed.
 * Set by hand, since no catalogue is in what the ranker learns from.
 */
const KNOWN = 2.5;
const OLD_KNOWN = -4;

/** How probable it is that a proposal is what was meant. */
export class Ranker {
  readonly #weights: Float64Array;
  readonly #parts: RankerWeights;

  /** @throws GatewayError `config_invalid` for weights of other features */
  constructor(weights: RankerWeights) {
    if (weights.features.join() !== FEATURES.join()) {
      throw new GatewayError(
        'config_invalid',
        'the Chinese spelling model has other features than this gateway',
      );
    }
    this.#parts = weights;
    this.#weights = Float64Array.from(weights.hidden.flat());
  }

  /** @param features by `FEATURES` @returns 0..1 */
  probability(features: Float64Array): number {
    const { hiddenBias, out, bias } = this.#parts;
    let score = bias + KNOWN * features[FEATURE.known]! + OLD_KNOWN * features[FEATURE.oldKnown]!;
    for (let unit = 0; unit < out.length; unit += 1) {
      const row = unit * features.length;
      let sum = hiddenBias[unit]!;
      for (let at = 0; at < features.length; at += 1) sum += this.#weights[row + at]! * features[at]!;
      if (sum > 0) score += sum * out[unit]!;
    }
    return 1 / (1 + Math.exp(-score));
  }
}

import { GatewayError } from '../../../../errors.ts';
import { Companions, type Suspect } from './company.ts';
import { FEATURE, FEATURES, TOGETHER } from './features.ts';
import { Network, type NetworkWeights } from './network.ts';

/** As training/spelling/chinese/train.py writes it. */
export interface RankerWeights {
  /** Weighs a proposal by itself. */
  readonly alone: NetworkWeights;
  /** Weighs it again, among all others of its text. */
  readonly together: NetworkWeights;
}

/**
 * What a catalogue adds, as natural logarithms of odds: that it holds the corrected words, and that it holds those typed.
 * Set by hand, since no catalogue is in what the ranker learns from.
 */
const KNOWN = 2.5;
const OLD_KNOWN = -4;
/** Odds beyond this say nothing more. */
const MOST = 8;

/** What is weighed: another reading of a piece of a text. */
export interface Weighable {
  /** Half-open range of UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
  /** By `FEATURES`. */
  readonly features: Float64Array;
}

/** How probable it is that a proposal is what was meant. */
export class Ranker {
  readonly #alone: Network;
  readonly #together: Network;

  /** @throws GatewayError `config_invalid` for weights of other features */
  constructor({ alone, together }: RankerWeights) {
    if (
      alone.features.join() !== FEATURES.join() ||
      together.features.join() !== [...FEATURES, ...TOGETHER].join()
    ) {
      throw new GatewayError(
        'config_invalid',
        'the Chinese spelling model has other features than this gateway',
      );
    }
    this.#alone = new Network(alone);
    this.#together = new Network(together);
  }

  /**
   * @param proposals all of a text
   * @param made changes of the same text that were made before
   * @returns the probability of each, 0..1
   */
  probabilities(
    proposals: readonly Weighable[],
    { length, made }: { readonly length: number; readonly made: readonly Suspect[] },
  ): readonly number[] {
    const scores = proposals.map(({ features }) => this.#alone.score(features));
    const suspects = proposals.map(({ start, end, features }, at) =>
      suspectIn({ start, end, probability: logistic(scores[at]! + catalogue(features)) }),
    );
    const before = made.map(suspectIn);
    const companions = new Companions([...suspects, ...before]);
    const values = new Float64Array(FEATURES.length + TOGETHER.length);
    return proposals.map(({ features }, at) => {
      const { others, surest, rival } = companions.of(suspects[at]!);
      values.set(features);
      const first = Math.max(-MOST, Math.min(scores[at]!, MOST));
      values.set([first, others, surest, rival, Math.log(length)], FEATURES.length);
      return logistic(this.#together.score(values) + catalogue(features));
    });
  }
}

/** Nothing but a suspect, so that all of them have one shape. */
function suspectIn({ start, end, probability }: Suspect): Suspect {
  return { start, end, probability };
}

function catalogue(features: Float64Array): number {
  return KNOWN * features[FEATURE.known]! + OLD_KNOWN * features[FEATURE.oldKnown]!;
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

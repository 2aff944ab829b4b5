import { GatewayError } from '../../../errors.ts';
import { ModelFile, writeModel } from '../model/model-file.ts';
import type { PrecisionStep } from './calibration.ts';
import { probabilitiesOf } from './calibration.ts';
import { FEATURES_VERSION } from './features.ts';
import { scoresOf } from './scores.ts';
import { Vectoriser } from './vectoriser.ts';

/** What a text is about, as far as the model can tell. */
export interface IntentPrediction {
  readonly intent: string;
  /** Calibrated, 0..1. */
  readonly probability: number;
}

export interface IntentModelParts {
  /** The classes by number. */
  readonly intents: readonly string[];
  readonly temperature: number;
  readonly steps: readonly PrecisionStep[];
  readonly vectoriser: Vectoriser;
  /** By feature, then class. */
  readonly weights: Float32Array;
}

const KIND = 'intent';

/** A linear model of n-grams with calibrated probabilities; read-only, a few tens of microseconds a text. */
export class IntentModel {
  readonly #parts: IntentModelParts;

  constructor(parts: IntentModelParts) {
    this.#parts = parts;
  }

  /**
   * Reads a model as {@link toBytes} writes it; its arrays stay where they are.
   * @throws GatewayError `config_invalid` for bytes that are no such model
   */
  static open(bytes: Uint8Array): IntentModel {
    const file = new ModelFile(bytes, KIND);
    const { intents, temperature, steps, features } = file.about as Partial<Header>;
    if (features !== FEATURES_VERSION) {
      throw invalid(`the intent model has features of version ${features}, not ${FEATURES_VERSION}`);
    }
    const vectoriser = new Vectoriser({
      table: file.words32('table'),
      numbers: file.words32('numbers'),
      rarities: file.floats('rarities'),
    });
    const weights = file.floats('weights');
    const isWhole =
      intents !== undefined &&
      temperature !== undefined &&
      steps !== undefined &&
      weights.length === vectoriser.width * intents.length &&
      vectoriser.isWhole();
    if (!isWhole) throw invalid('the parts of the intent model do not fit together');
    return new IntentModel({ intents, temperature, steps, vectoriser, weights });
  }

  toBytes(): Buffer {
    const { intents, temperature, steps, vectoriser, weights } = this.#parts;
    const about: Header = { kind: KIND, features: FEATURES_VERSION, intents, temperature, steps };
    const { table, numbers, rarities } = vectoriser;
    return writeModel({ ...about }, { table, numbers, rarities, weights });
  }

  get intents(): readonly string[] {
    return this.#parts.intents;
  }

  /** The most probable class; undefined for a text of which nothing was seen in training. */
  predict(text: string): IntentPrediction | undefined {
    const { intents, temperature, vectoriser, weights } = this.#parts;
    const vector = vectoriser.vector(text);
    // Nothing but the constant, which only says which class is most frequent.
    if (vector.places.length < 2) return undefined;
    const scores = scoresOf(vector, weights, intents.length);
    const probabilities = probabilitiesOf(scores, temperature);
    let best = 0;
    for (let one = 1; one < intents.length; one += 1) {
      if (probabilities[one]! > probabilities[best]!) best = one;
    }
    return { intent: intents[best]!, probability: probabilities[best]! };
  }

  /**
   * The least probability from which on at least this share of the predictions is right, as the folds of the
   * training showed with 95 % certainty; Infinity where no probability is enough.
   * @param precision 0..1
   */
  probabilityFor(precision: number): number {
    return this.#parts.steps.find((step) => step.precision >= precision)?.probability ?? Infinity;
  }
}

interface Header {
  readonly kind: string;
  readonly features: number;
  readonly intents: readonly string[];
  readonly temperature: number;
  readonly steps: readonly PrecisionStep[];
}

function invalid(message: string): GatewayError {
  return new GatewayError('config_invalid', message);
}

import { GatewayError } from '../../../errors.ts';
import { type Feature, featureOf } from './features.ts';

/** A feature's place in a model. */
export interface Scaled {
  /** The expression. */
  readonly name: string;
  /** Of the training data; what is not known counts as the mean. */
  readonly mean: number;
  /** Standard deviation of the training data, > 0. */
  readonly scale: number;
  /** What a standard deviation above the mean adds to the score. */
  readonly weight: number;
}

/** A row and what the model said of it when it was written. */
export interface GoldenExample {
  /** One number a feature, null where it is not known. */
  readonly features: readonly (number | null)[];
  readonly score: number;
}

/** What a model file holds, as JSON. */
export interface BlendFile {
  readonly kind: 'blend';
  readonly version: 1;
  /** Name and version of the model itself, for explain and metrics. */
  readonly id: string;
  readonly features: readonly Scaled[];
  readonly golden: readonly GoldenExample[];
}

/** One feature's part in a score. */
export interface Contribution {
  readonly feature: string;
  /** Null where it is not known. */
  readonly value: number | null;
  readonly adds: number;
}

/** How far a score may be from what it was when the file was written. */
const TOLERANCE = 1e-6;
const MOST_FEATURES = 100;

/** A learned head: a weighted sum of scaled features. */
export class BlendModel {
  readonly id: string;
  readonly features: readonly Feature[];
  readonly #scaled: readonly Scaled[];

  private constructor({ id, features }: BlendFile) {
    this.id = id;
    this.#scaled = features;
    this.features = features.map(({ name }) => featureOf(name));
  }

  /**
   * Opens a model and proves it by its own examples.
   * @throws GatewayError `config_invalid` that says what is wrong with it
   */
  static open(text: string): BlendModel {
    const file = readBlendFile(text);
    const model = BlendModel.trusted(file);
    file.golden.forEach(({ features, score }, at) => {
      const now = model.score(Float64Array.from(features, (value) => value ?? NaN));
      if (!(Math.abs(now - score) <= TOLERANCE * Math.max(1, Math.abs(score)))) {
        throw invalid(`golden example ${at + 1} gives ${now}, the file says ${score}`);
      }
    });
    return model;
  }

  /** A model that is just being made. */
  static trusted(file: BlendFile): BlendModel {
    return new BlendModel(file);
  }

  /** A model without training: weights of features as they are. @throws GatewayError `config_invalid` */
  static ofWeights(weights: ReadonlyMap<string, number>): BlendModel {
    const features = [...weights].map(([name, weight]) => ({ name, mean: 0, scale: 1, weight }));
    return new BlendModel({ kind: 'blend', version: 1, id: 'weights', features, golden: [] });
  }

  /** @param row one number a feature, NaN where it is not known. @returns any finite number, higher is better */
  score(row: Float64Array): number {
    return this.#scaled.reduce((sum, scaled, at) => sum + partOf(scaled, row[at]!), 0);
  }

  /** Which feature adds what; the sum is the score. */
  explain(row: Float64Array): readonly Contribution[] {
    return this.#scaled.map((scaled, at) => {
      const value = row[at]!;
      return {
        feature: scaled.name,
        value: Number.isNaN(value) ? null : value,
        adds: partOf(scaled, value),
      };
    });
  }
}

function partOf({ mean, scale, weight }: Scaled, value: number): number {
  return Number.isNaN(value) ? 0 : (weight * (value - mean)) / scale;
}

/** @throws GatewayError `config_invalid` */
function readBlendFile(text: string): BlendFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`no JSON: ${(error as Error).message}`);
  }
  const file = (typeof value === 'object' && value !== null ? value : {}) as Partial<BlendFile>;
  if (file.kind !== 'blend') throw invalid('its kind is not "blend"');
  if (file.version !== 1) throw invalid(`its version is ${String(file.version)}, known is 1`);
  if (typeof file.id !== 'string' || file.id === '') throw invalid('it has no id');
  const features = listOf(file.features, 'features', isScaled);
  if (features.length === 0 || features.length > MOST_FEATURES)
    throw invalid(`1 to ${MOST_FEATURES} features are wanted`);
  if (new Set(features.map(({ name }) => name)).size < features.length)
    throw invalid('a feature stands twice');
  const golden = listOf(file.golden, 'golden', (one): one is GoldenExample => isGolden(one, features.length));
  if (golden.length === 0) throw invalid('it has no golden examples');
  return { kind: 'blend', version: 1, id: file.id, features, golden };
}

function listOf<T>(value: unknown, name: string, is: (one: unknown) => one is T): readonly T[] {
  if (!Array.isArray(value)) throw invalid(`it has no ${name}`);
  const wrong = value.findIndex((one) => !is(one));
  if (wrong >= 0) throw invalid(`${name}: number ${wrong + 1} makes no sense`);
  return value as readonly T[];
}

function isScaled(value: unknown): value is Scaled {
  const { name, mean, scale, weight } = (value ?? {}) as Partial<Scaled>;
  return (
    typeof name === 'string' &&
    Number.isFinite(mean) &&
    typeof scale === 'number' &&
    scale > 0 &&
    scale < Infinity &&
    Number.isFinite(weight)
  );
}

function isGolden(value: unknown, width: number): value is GoldenExample {
  const { features, score } = (value ?? {}) as Partial<GoldenExample>;
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === width && row.every((one) => one === null || Number.isFinite(one));
  return isRow(features) && Number.isFinite(score);
}

function invalid(message: string): GatewayError {
  return new GatewayError('config_invalid', message);
}

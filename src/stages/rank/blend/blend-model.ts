import { type BlendFile, invalid, readBlendFile, type Scaled } from './blend-file.ts';
import type { Feature } from './feature.ts';
import { featureOf } from './features.ts';
import { type TreeNode, valueOf, walk } from './tree.ts';
import { Wording } from './wording.ts';

/** One feature's part in a score. */
export interface Contribution {
  readonly feature: string;
  /** Null where it is not known. */
  readonly value: number | null;
  readonly adds: number;
}

/** How far a score may be from what it was when the file was written. */
const TOLERANCE = 1e-6;

/** A learned head: a weighted sum of scaled features, and trees that add to it. */
export class BlendModel {
  readonly id: string;
  readonly features: readonly Feature[];
  readonly #scaled: readonly Scaled[];
  readonly #trees: readonly TreeNode[];

  private constructor({ id, features, trees, wordings }: BlendFile) {
    const opened = new Map((wordings ?? []).map((wording) => [wording.name, Wording.open(wording)]));
    this.id = id;
    this.#scaled = features;
    this.#trees = trees ?? [];
    this.features = features.map(({ name }) => featureOf(name, opened));
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
    let sum = 0;
    this.#scaled.forEach((scaled, at) => (sum += partOf(scaled, row[at]!)));
    for (const tree of this.#trees) sum += valueOf(tree, row);
    return sum;
  }

  /** Which feature adds what; the sum is the score. Of a tree, each question adds what its answer changes. */
  explain(row: Float64Array): readonly Contribution[] {
    const adds = Float64Array.from(this.#scaled, (scaled, at) => partOf(scaled, row[at]!));
    for (const tree of this.#trees) walk(tree, row, (feature, change) => (adds[feature]! += change));
    return this.#scaled.map(({ name }, at) => {
      const value = row[at]!;
      return { feature: name, value: Number.isNaN(value) ? null : value, adds: adds[at]! };
    });
  }
}

function partOf({ mean, scale, weight }: Scaled, value: number): number {
  return Number.isNaN(value) ? 0 : (weight * (value - mean)) / scale;
}

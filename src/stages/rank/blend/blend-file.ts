import { GatewayError } from '../../../errors.ts';
import { isTree, type TreeNode } from './tree.ts';
import type { WordingFile } from './wording.ts';

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
  /** 2 has trees or wordings. */
  readonly version: 1 | 2;
  /** Name and version of the model itself, for explain and metrics. */
  readonly id: string;
  readonly features: readonly Scaled[];
  /** What is added to the weighted sum; each asks features by their number. */
  readonly trees?: readonly TreeNode[];
  /** Of the features that are called `wording(…)`. */
  readonly wordings?: readonly WordingFile[];
  readonly golden: readonly GoldenExample[];
}

const MOST = { features: 100, trees: 2000, wordings: 4 };

/** @throws GatewayError `config_invalid` that says what is wrong with it */
export function readBlendFile(text: string): BlendFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`no JSON: ${(error as Error).message}`);
  }
  const file = (typeof value === 'object' && value !== null ? value : {}) as Partial<BlendFile>;
  if (file.kind !== 'blend') throw invalid('its kind is not "blend"');
  if (file.version !== 1 && file.version !== 2) {
    throw invalid(`its version is ${String(file.version)}, known are 1 and 2`);
  }
  if (typeof file.id !== 'string' || file.id === '') throw invalid('it has no id');
  const features = listOf(file.features, 'features', isScaled);
  if (features.length === 0) throw invalid(`1 to ${MOST.features} features are wanted`);
  if (new Set(features.map(({ name }) => name)).size < features.length)
    throw invalid('a feature stands twice');
  const isOwnTree = (one: unknown): one is TreeNode => isTree(one, features.length);
  const trees = file.version === 1 ? [] : listOf(file.trees ?? [], 'trees', isOwnTree);
  const wordings = file.version === 1 ? [] : listOf(file.wordings ?? [], 'wordings', isWording);
  const golden = listOf(file.golden, 'golden', (one): one is GoldenExample => isGolden(one, features.length));
  if (golden.length === 0) throw invalid('it has no golden examples');
  return { kind: 'blend', version: file.version, id: file.id, features, trees, wordings, golden };
}

export function invalid(message: string): GatewayError {
  return new GatewayError('config_invalid', message);
}

function listOf<T>(
  value: unknown,
  name: 'features' | 'trees' | 'wordings' | 'golden',
  is: (one: unknown) => one is T,
): readonly T[] {
  if (!Array.isArray(value)) throw invalid(`it has no ${name}`);
  if (name !== 'golden' && value.length > MOST[name]) {
    throw invalid(`it has ${value.length} ${name}, ${MOST[name]} is the most`);
  }
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

function isWording(value: unknown): value is WordingFile {
  const { name, step, weights } = (value ?? {}) as Partial<WordingFile>;
  return typeof name === 'string' && Number.isFinite(step) && typeof weights === 'string';
}

function isGolden(value: unknown, width: number): value is GoldenExample {
  const { features, score } = (value ?? {}) as Partial<GoldenExample>;
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === width && row.every((one) => one === null || Number.isFinite(one));
  return isRow(features) && Number.isFinite(score);
}

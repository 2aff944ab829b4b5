import { GatewayError } from '../../../errors.ts';

/**
 * A regression tree as four lists, one entry a node; node 0 is the root. Children stand behind their parent, so that
 * no walk runs in circles.
 */
export interface Tree {
  /** Number of the feature that a node asks, −1 for a leaf. */
  readonly feature: readonly number[];
  /** Rows whose value is at most this go left; the others, and those without a value, right. */
  readonly threshold: readonly number[];
  /** Left child; the right one stands behind it. 0 for a leaf. */
  readonly left: readonly number[];
  /** What the rows of a node gain on average: of a leaf, what the tree says. */
  readonly value: readonly number[];
}

const MOST_TREES = 1000;
const MOST_NODES = 255;

/** A tree that was looked over. */
export class Grown {
  readonly #tree: Tree;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  of(row: Float64Array): number {
    return this.#tree.value[this.#walk(row)]!;
  }

  /** Adds what each feature's questions on the way changed (Saabas 2014). */
  attribute(row: Float64Array, adds: Float64Array): void {
    const { feature, value } = this.#tree;
    this.#walk(row, (from, to) => {
      adds[feature[from]!]! += value[to]! - value[from]!;
    });
  }

  #walk(row: Float64Array, step?: (from: number, to: number) => void): number {
    const { feature, threshold, left } = this.#tree;
    let node = 0;
    while (feature[node]! >= 0) {
      const next = left[node]! + (row[feature[node]!]! <= threshold[node]! ? 0 : 1);
      step?.(node, next);
      node = next;
    }
    return node;
  }
}

export function sumOf(trees: readonly Grown[], row: Float64Array): number {
  return trees.reduce((sum, tree) => sum + tree.of(row), 0);
}

/** @throws GatewayError `config_invalid` for a tree that cannot be walked */
export function readTrees(trees: readonly Tree[], features: number): readonly Grown[] {
  if (trees.length > MOST_TREES) throw invalid(`more than ${MOST_TREES} trees`);
  return trees.map((tree, at) => {
    if (!isWalkable(tree, features)) throw invalid(`tree ${at + 1} makes no sense`);
    return new Grown(tree);
  });
}

function isWalkable({ feature, threshold, left, value }: Tree, features: number): boolean {
  const lists: readonly unknown[] = [feature, threshold, left, value];
  if (!lists.every((list) => Array.isArray(list) && list.length === feature.length)) return false;
  const nodes = feature.length;
  if (nodes === 0 || nodes > MOST_NODES) return false;
  return feature.every((asked, node) => {
    if (!Number.isFinite(value[node])) return false;
    if (asked === -1) return true;
    const isFeature = Number.isInteger(asked) && asked >= 0 && asked < features;
    const isBehind = Number.isInteger(left[node]) && left[node]! > node && left[node]! + 1 < nodes;
    return isFeature && isBehind && Number.isFinite(threshold[node]);
  });
}

function invalid(message: string): GatewayError {
  return new GatewayError('config_invalid', message);
}

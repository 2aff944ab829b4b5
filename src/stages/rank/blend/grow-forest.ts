import type { Binned } from './bins.ts';
import { type Derivatives, growTree } from './grow-tree.ts';
import { type TreeNode, valueOf } from './tree.ts';

export interface ForestOptions {
  /** What a tree's values are multiplied by: many small steps find more than few large ones. */
  readonly rate: number;
  readonly depth: number;
  readonly leaf: number;
  readonly penalty: number;
}

/** Rows of a table, and the loss that trees are to make less. */
export interface ForestTask {
  readonly rows: readonly Float64Array[];
  readonly table: Binned;
  /** Scores to begin with, one a row. */
  readonly start: Float64Array;
  /** At these scores. */
  readonly derivatives: (scores: Float64Array) => Derivatives;
}

/**
 * Gradient boosting (Friedman 2001): each tree mends what those before it leave. Without end; the first n trees are what
 * n trees would be, so take as many as are wanted.
 */
export function* growForest(task: ForestTask, options: ForestOptions): Generator<TreeNode, never> {
  const { rows, table, derivatives } = task;
  const scores = Float64Array.from(task.start);
  for (;;) {
    const tree = scaled(growTree(table, derivatives(scores), options), options.rate);
    rows.forEach((row, at) => (scores[at]! += valueOf(tree, row)));
    yield tree;
  }
}

/** With shorter numbers, too: a file is read by people. */
function scaled({ value, split }: TreeNode, rate: number): TreeNode {
  const less = Number((value * rate).toPrecision(6));
  if (split === undefined) return { value: less };
  return { value: less, split: { ...split, less: scaled(split.less, rate), more: scaled(split.more, rate) } };
}

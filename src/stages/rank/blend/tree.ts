/** A node of a regression tree, as files hold it. */
export interface TreeNode {
  /** What is said of the rows that come here. */
  readonly value: number;
  /** Absent in a leaf. */
  readonly split?: Split;
}

export interface Split {
  /** Number of the feature that is asked. */
  readonly feature: number;
  /** Values of this or less go to `less`, greater ones to `more`. */
  readonly atMost: number;
  /** Where a row goes whose value is not known. */
  readonly unknown: 'less' | 'more';
  readonly less: TreeNode;
  readonly more: TreeNode;
}

/** Questions on the way to a leaf at most. */
export const DEEPEST = 8;

/**
 * What a tree adds for a row, told feature by feature: each question adds what it changes of the node's value, so that
 * all of them together are the leaf's value less the root's.
 * @param row one number a feature, NaN where it is not known
 * @param add number of a feature, and what its question changes
 */
export function walk(
  root: TreeNode,
  row: Float64Array,
  add: (feature: number, change: number) => void,
): void {
  let node = root;
  while (node.split !== undefined) {
    const next = branchOf(node.split, row);
    add(node.split.feature, next.value - node.value);
    node = next;
  }
}

/** The leaf's value less the root's. */
export function valueOf(root: TreeNode, row: Float64Array): number {
  let node = root;
  while (node.split !== undefined) node = branchOf(node.split, row);
  return node.value - root.value;
}

function branchOf(split: Split, row: Float64Array): TreeNode {
  const value = row[split.feature]!;
  const side = Number.isNaN(value) ? split.unknown : value <= split.atMost ? 'less' : 'more';
  return split[side];
}

/** Whether a value from a file is a tree over so many features. */
export function isTree(value: unknown, width: number, deepest = DEEPEST): value is TreeNode {
  const { value: said, split } = (value ?? {}) as Partial<TreeNode>;
  if (!Number.isFinite(said)) return false;
  if (split === undefined) return true;
  if (typeof split !== 'object' || split === null || deepest === 0) return false;
  const { feature, atMost, unknown, less, more } = split as Partial<Split>;
  return (
    Number.isInteger(feature) &&
    feature! >= 0 &&
    feature! < width &&
    Number.isFinite(atMost) &&
    (unknown === 'less' || unknown === 'more') &&
    isTree(less, width, deepest - 1) &&
    isTree(more, width, deepest - 1)
  );
}

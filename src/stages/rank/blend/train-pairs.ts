import { binned } from './bins.ts';
import type { BlendFile } from './blend-file.ts';
import { withGolden } from './golden.ts';
import { growForest } from './grow-forest.ts';
import { scalingOf } from './scaling.ts';
import type { TreeNode } from './tree.ts';
import type { WordingFile } from './wording.ts';

/** Query and text as a row of features, and what people said of them. */
export interface JudgedRow {
  readonly row: Float64Array;
  readonly label: number;
}

/** Chosen on 14,000 pairs of Chinese titles; half or twice as many trees do much the same. */
const TREES = 200;
const FOREST = { rate: 0.06, depth: 3, leaf: 60, penalty: 5 };

/** Boosts trees of least squares (Friedman 2001) on pairs that stand by themselves, so that scores follow labels. */
export function trainOnPairs(
  pairs: readonly JudgedRow[],
  {
    id,
    features,
    wordings,
  }: {
    readonly id: string;
    /** Expressions, in the order of the rows. */
    readonly features: readonly string[];
    readonly wordings: readonly WordingFile[];
  },
): BlendFile {
  const rows = pairs.map(({ row }) => row);
  const mean = pairs.reduce((sum, { label }) => sum + label, 0) / Math.max(1, pairs.length);
  const curvatures = new Float64Array(rows.length).fill(1);
  const forest = growForest(
    {
      rows,
      table: binned(rows, features.length),
      start: new Float64Array(rows.length),
      derivatives: (scores) => ({
        slopes: scores.map((score, at) => score + mean - pairs[at]!.label),
        curvatures,
      }),
    },
    FOREST,
  );
  const trees: TreeNode[] = [];
  while (trees.length < TREES) trees.push(forest.next().value);
  const scaled = features.map((name, at) => ({ name, ...scalingOf(rows, at), weight: 0 }));
  return withGolden({ kind: 'blend', version: 2, id, features: scaled, trees, wordings }, rows);
}

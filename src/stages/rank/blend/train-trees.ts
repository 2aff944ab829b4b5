import { binned } from './bins.ts';
import type { BlendFile } from './blend-file.ts';
import { BlendModel } from './blend-model.ts';
import { withGolden } from './golden.ts';
import { growForest } from './grow-forest.ts';
import type { Derivatives } from './grow-tree.ts';
import { isTelling, lambdasOf } from './lambdas.ts';
import { type BlendTraining, firstRows, type JudgedWindow, scalingsOf, startOf } from './train-blend.ts';
import type { TreeNode } from './tree.ts';

/** Of three questions, so that up to three features are looked at together; a leaf tells something of many candidates. */
const FOREST = { rate: 0.1, depth: 3, leaf: 50, penalty: 1 };

/**
 * Boosts trees on judgments (LambdaMART, Burges 2010), beginning with the score that candidates come with.
 * @returns the model with so many of its trees; one of more trees begins with those of one of fewer
 */
export function treeTrainer(
  windows: readonly JudgedWindow[],
  { id, features }: Pick<BlendTraining, 'id' | 'features'>,
): (trees: number) => BlendFile {
  const start = startOf(features);
  const scaled = scalingsOf(windows, features.length).map((one, at) => ({
    name: features[at]!,
    ...one,
    weight: start[at]!,
  }));
  const grown: TreeNode[] = [];
  const forest = forestOf(
    windows.filter(isTelling),
    BlendModel.trusted({ kind: 'blend', version: 1, id, features: scaled, golden: [] }),
  );
  return (trees) => {
    while (forest !== undefined && grown.length < trees) grown.push(forest.next().value);
    const file = { kind: 'blend', version: 2, id, features: scaled, trees: grown.slice(0, trees) } as const;
    return withGolden(file, firstRows(windows));
  };
}

/** Undefined where nothing can be learnt. */
function forestOf(windows: readonly JudgedWindow[], from: BlendModel): Iterator<TreeNode, never> | undefined {
  const rows = windows.flatMap((window) => window.rows);
  if (rows.length === 0) return undefined;
  const starts: number[] = [];
  let count = 0;
  for (const window of windows) {
    starts.push(count);
    count += window.rows.length;
  }
  return growForest(
    {
      rows,
      table: binned(rows, rows[0]!.length),
      start: Float64Array.from(rows, (row) => from.score(row)),
      derivatives(scores): Derivatives {
        const all = { slopes: new Float64Array(count), curvatures: new Float64Array(count) };
        windows.forEach((window, at) => {
          const from_ = starts[at]!;
          const own = lambdasOf(window, scores.subarray(from_, from_ + window.rows.length));
          all.slopes.set(own.slopes, from_);
          all.curvatures.set(own.curvatures, from_);
        });
        return all;
      },
    },
    FOREST,
  );
}

import type { BlendFile } from '../../stages/rank/blend/blend-file.ts';
import { BlendModel } from '../../stages/rank/blend/blend-model.ts';
import { type JudgedWindow, trainBlend } from '../../stages/rank/blend/train-blend.ts';
import { treeTrainer } from '../../stages/rank/blend/train-trees.ts';

/** A kind of model, and how freely it may learn. */
export interface Head {
  /** What a setting is called in reports. */
  readonly freedom: 'restraint' | 'trees';
  /** From leaving the order as it is to most freely. */
  readonly settings: readonly number[];
  /** What {@link Head.influence} gives is, in words. */
  readonly influenceIs: string;
  /** In two steps: settings share what they can. */
  fit(
    windows: readonly JudgedWindow[],
    training: { readonly id: string; readonly features: readonly string[] },
  ): (setting: number) => BlendFile;
  /** How much each feature counts. */
  influence(file: BlendFile, windows: readonly JudgedWindow[]): Readonly<Record<string, number>>;
}

export const HEADS: Readonly<Record<'linear' | 'trees', Head>> = {
  linear: {
    freedom: 'restraint',
    settings: [Infinity, 0.1, 0.03, 0.01, 0.003, 0.001],
    influenceIs: 'weight of a standard deviation',
    fit: (windows, training) => (restraint) => trainBlend(windows, { ...training, restraint }),
    influence: ({ features }) => Object.fromEntries(features.map(({ name, weight }) => [name, weight])),
  },
  trees: {
    freedom: 'trees',
    settings: [0, 25, 50, 100, 200],
    influenceIs: 'what it adds or takes, on average',
    fit: treeTrainer,
    influence: (file, windows) =>
      meanInfluence(
        file,
        windows.flatMap(({ rows }) => rows),
      ),
  },
};

/** Of each feature what it adds to a score or takes from it, on average over the rows. */
export function meanInfluence(
  file: BlendFile,
  rows: readonly Float64Array[],
): Readonly<Record<string, number>> {
  const model = BlendModel.trusted(file);
  const sums = new Map(file.features.map(({ name }) => [name, 0]));
  for (const row of rows) {
    for (const { feature, adds } of model.explain(row))
      sums.set(feature, sums.get(feature)! + Math.abs(adds));
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum / Math.max(1, rows.length)]));
}

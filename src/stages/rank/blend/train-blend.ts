import type { BlendFile, Scaled } from './blend-file.ts';
import { fitPairs, type RankedList } from './fit-pairs.ts';
import { withGolden } from './golden.ts';
import { type Scaling, scalingOf } from './scaling.ts';

/** The candidates of a query, as `blend` would see them, and what people thought of them. */
export interface JudgedWindow {
  /** One row a candidate, one number a feature, NaN where it is not known; in the order that they came in. */
  readonly rows: readonly Float64Array[];
  /** Of each candidate, 0 where nobody judged it. */
  readonly grades: readonly number[];
  /** DCG of the best order of all judged documents, candidates or not. */
  readonly ideal: number;
}

export interface BlendTraining {
  readonly id: string;
  /** Expressions, in the order of the rows. */
  readonly features: readonly string[];
  /** How hard weights are held to the order that candidates came in; Infinity leaves it as it is. */
  readonly restraint: number;
}

/** The feature that holds the score candidates come with: what is learnt is learnt beside it. */
export const COMING_SCORE = 'score';

/**
 * Fits a blend to judgments: pairwise logistic loss, each pair weighed by what swapping it would change of nDCG
 * (LambdaRank, Burges 2010), L2 towards the order that there was. The same windows in the same order give the same file;
 * put them in an order by lot.
 */
export function trainBlend(windows: readonly JudgedWindow[], training: BlendTraining): BlendFile {
  const { features, id } = training;
  const scaling = scalingsOf(windows, features.length);
  const start = startOf(features);
  const lists = windows.map((window) => listOf(window, scaling));
  const weights = training.restraint === Infinity ? start : fitPairs(lists, { start, ...training });
  const scaled: readonly Scaled[] = scaling.map((one, at) => ({
    name: features[at]!,
    ...one,
    weight: weights[at]!,
  }));
  return withGolden({ kind: 'blend', version: 1, id, features: scaled }, firstRows(windows));
}

/** Of each feature over all candidates. */
export function scalingsOf(windows: readonly JudgedWindow[], features: number): readonly Scaling[] {
  const rows = windows.flatMap((window) => window.rows);
  return Array.from({ length: features }, (_, at) => scalingOf(rows, at));
}

/** Weights that leave the order as it is. */
export function startOf(features: readonly string[]): readonly number[] {
  return features.map((name) => (name === COMING_SCORE ? 1 : 0));
}

/** Rows of windows apart. */
export function firstRows(windows: readonly JudgedWindow[]): readonly Float64Array[] {
  return windows.flatMap(({ rows }) => rows.slice(0, 1));
}

function listOf({ rows, grades, ideal }: JudgedWindow, scaling: readonly Scaling[]): RankedList {
  const scaled = rows.map((row) =>
    row.map((value, at) => (Number.isNaN(value) ? 0 : (value - scaling[at]!.mean) / scaling[at]!.scale)),
  );
  return { rows: scaled, grades, ideal };
}

import { BlendModel, type BlendFile, type Scaled } from './blend-model.ts';
import { fitPairs, type RankedList } from './fit-pairs.ts';

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
/** Examples in a file, from windows apart. */
const GOLDEN = 5;

/**
 * Fits a blend to judgments: pairwise logistic loss, each pair weighed by what swapping it would change of nDCG
 * (LambdaRank, Burges 2010), L2 towards the order that there was. The same windows in the same order give the same file;
 * put them in an order by lot.
 */
export function trainBlend(windows: readonly JudgedWindow[], training: BlendTraining): BlendFile {
  const { features, id } = training;
  const scaling = features.map((name, at) => ({ name, ...scaleOf(windows, at) }));
  const start = features.map((name) => (name === COMING_SCORE ? 1 : 0));
  const lists = windows.map((window) => listOf(window, scaling));
  const weights = training.restraint === Infinity ? start : fitPairs(lists, { start, ...training });
  const scaled: readonly Scaled[] = scaling.map((one, at) => ({ ...one, weight: weights[at]! }));
  const head = { kind: 'blend', version: 1, id, features: scaled } as const;
  const proof = BlendModel.trusted({ ...head, golden: [] });
  const golden = windows
    .filter(({ rows }) => rows.length > 0)
    .filter((_, at, all) => at % Math.max(1, Math.floor(all.length / GOLDEN)) === 0)
    .slice(0, GOLDEN)
    .map(({ rows: [row] }) => ({
      features: Array.from(row!, (value) => (Number.isNaN(value) ? null : value)),
      score: proof.score(row!),
    }));
  return { ...head, golden };
}

/** Mean and standard deviation of what is known of a feature. */
function scaleOf(windows: readonly JudgedWindow[], at: number): { mean: number; scale: number } {
  let [count, sum, squares] = [0, 0, 0];
  for (const { rows } of windows) {
    for (const row of rows) {
      const value = row[at]!;
      if (Number.isNaN(value)) continue;
      count += 1;
      sum += value;
      squares += value * value;
    }
  }
  const mean = count === 0 ? 0 : sum / count;
  const variance = count === 0 ? 0 : squares / count - mean * mean;
  return { mean, scale: variance > 1e-12 ? Math.sqrt(variance) : 1 };
}

function listOf(
  { rows, grades, ideal }: JudgedWindow,
  scaling: readonly { readonly mean: number; readonly scale: number }[],
): RankedList {
  const scaled = rows.map((row) =>
    row.map((value, at) => (Number.isNaN(value) ? 0 : (value - scaling[at]!.mean) / scaling[at]!.scale)),
  );
  return { rows: scaled, grades, ideal };
}

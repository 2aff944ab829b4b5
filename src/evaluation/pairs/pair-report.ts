import { GatewayError } from '../../errors.ts';
import type { ClassificationReport, Estimate } from '../classification.ts';
import { classificationReport } from '../classification.ts';
import type { Proportion } from '../proportion.ts';
import { auc, spearman } from './agreement.ts';
import { bestCuts, classOf } from './cuts.ts';
import { linearFit, logisticFit } from './fits.ts';
import type { LabelledPair } from './labelled-pair.ts';
import { crossEntropy, meanAbsoluteError, meanSquaredError } from './losses.ts';

export interface PairReport {
  readonly pairs: number;
  /** Rank correlation of score and label, −1 to 1. */
  readonly spearman: Estimate;
  /** How often a positive pair has the higher score, 0 to 1. */
  readonly auc: Estimate;
  /** A label of this or more is positive. */
  readonly positiveFrom: number;
  /** Of the labels as classes, where there are few of them. */
  readonly accuracy: Proportion | null;
  readonly macroF1: Estimate | null;
  /** Of the probability that a pair is positive, in nats. */
  readonly crossEntropy: number;
  /** Of the label. */
  readonly mse: number;
  readonly mae: number;
}

/** More different labels than this are a scale and no classes. */
const MOST_CLASSES = 10;
const FOLDS = 5;

/**
 * What scores of pairs are worth. Ranks and ROC need no scale. Scores have none of their own, so what needs one
 * (cuts between classes, probabilities, the labels' scale) is fitted on four fifths of the queries and measured on the
 * fifth that is left, for each fifth: no number is measured on what it was fitted on.
 * @throws GatewayError `bad_request` for a score that is no number
 */
export function pairReport(
  pairs: readonly LabelledPair[],
  scores: ArrayLike<number>,
  positiveFrom: number,
): PairReport {
  pairs.forEach(({ query }, at) => {
    if (!Number.isFinite(scores[at])) throw new GatewayError('bad_request', `no score for "${query}"`);
  });
  const labels = pairs.map(({ label }) => label);
  const isPositive = (at: number): boolean => labels[at]! >= positiveFrom;
  const folds = foldsOf(pairs);
  const probabilities = crossFitted(folds, (train) =>
    logisticFit(train.map((at) => ({ x: scores[at]!, y: isPositive(at) ? 1 : 0 }))),
  );
  const guesses = crossFitted(folds, (train) =>
    linearFit(train.map((at) => ({ x: scores[at]!, y: labels[at]! }))),
  );
  const classes = classReport(labels, scores, folds);
  return {
    pairs: pairs.length,
    spearman: spearman(scores, labels),
    auc: auc(scores, isPositive),
    positiveFrom,
    accuracy: classes?.accuracy ?? null,
    macroF1: classes?.macroF1 ?? null,
    crossEntropy: crossEntropy(
      labels.map((_, at) => isPositive(at)),
      probabilities,
    ),
    mse: meanSquaredError(labels, guesses),
    mae: meanAbsoluteError(labels, guesses),
  };

  function crossFitted(
    given: Uint8Array,
    fit: (train: readonly number[]) => (score: number) => number,
  ): readonly number[] {
    const fits = Array.from({ length: FOLDS }, (_, fold) => fit(outside(given, fold)));
    return Array.from(given, (fold, at) => fits[fold]!(scores[at]!));
  }
}

/** The fold of each pair: all pairs of a query are in one. */
function foldsOf(pairs: readonly LabelledPair[]): Uint8Array {
  const queries = new Map<string, number>();
  return Uint8Array.from(pairs, ({ query }) => {
    const number = queries.get(query) ?? queries.size;
    queries.set(query, number);
    return number % FOLDS;
  });
}

function outside(folds: Uint8Array, fold: number): readonly number[] {
  return Array.from(folds.keys()).filter((at) => folds[at] !== fold);
}

function classReport(
  labels: readonly number[],
  scores: ArrayLike<number>,
  folds: Uint8Array,
): ClassificationReport | null {
  const values = [...new Set(labels)].sort((a, b) => a - b);
  if (values.length > MOST_CLASSES) return null;
  const number = new Map(values.map((value, at) => [value, at]));
  const cuts = Array.from({ length: FOLDS }, (_, fold) =>
    bestCuts(
      outside(folds, fold).map((at) => ({ score: scores[at]!, of: number.get(labels[at]!)! })),
      values.length,
    ),
  );
  return classificationReport(
    labels.map((label, at) => ({
      expected: String(label),
      predicted: String(values[classOf(scores[at]!, cuts[folds[at]!]!)]),
      probability: 1,
    })),
  );
}

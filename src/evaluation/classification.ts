import { bootstrap } from './bootstrap.ts';
import type { Proportion } from './proportion.ts';
import { proportion } from './proportion.ts';
import type { Interval } from './significance.ts';

/** One text: what it is, and what a classifier took it for. */
export interface Classified {
  readonly expected: string;
  /** Undefined where it said nothing, which is never right. */
  readonly predicted: string | undefined;
  /** Of the prediction, 0..1. */
  readonly probability: number;
}

/** A number with its 95 % bootstrap interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

export interface ClassReport {
  readonly name: string;
  /** Texts of the class. */
  readonly total: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface ClassificationReport {
  readonly accuracy: Proportion;
  /** Mean F1 of the classes that are expected or predicted. */
  readonly macroF1: Estimate;
  /** Expected calibration error: how far probabilities and shares of right predictions are apart, 0..1. */
  readonly ece: Estimate;
  /** Most frequent class first. */
  readonly classes: readonly ClassReport[];
}

/** Equally wide bins of probability, as in Guo et al. (2017). */
const BINS = 15;

/** What predictions are worth. */
export function classificationReport(results: readonly Classified[]): ClassificationReport {
  const pick = (sample: Uint32Array): readonly Classified[] => Array.from(sample, (at) => results[at]!);
  const estimate = (statistic: (list: readonly Classified[]) => number): Estimate => ({
    value: statistic(results),
    interval: bootstrap(results.length, (sample) => statistic(pick(sample))),
  });
  return {
    accuracy: proportion(results.filter(isRight).length, results.length),
    macroF1: estimate((list) => macroF1(classReports(list))),
    ece: estimate(expectedCalibrationError),
    classes: classReports(results),
  };
}

function isRight({ expected, predicted }: Classified): boolean {
  return expected === predicted;
}

function macroF1(classes: readonly ClassReport[]): number {
  return ratio(
    classes.reduce((sum, { f1 }) => sum + f1, 0),
    classes.length,
  );
}

function classReports(results: readonly Classified[]): readonly ClassReport[] {
  const counts = new Map<string, { expected: number; predicted: number; right: number }>();
  const of = (name: string): { expected: number; predicted: number; right: number } => {
    const known = counts.get(name) ?? { expected: 0, predicted: 0, right: 0 };
    counts.set(name, known);
    return known;
  };
  for (const result of results) {
    of(result.expected).expected += 1;
    if (result.predicted !== undefined) of(result.predicted).predicted += 1;
    if (isRight(result)) of(result.expected).right += 1;
  }
  return [...counts]
    .map(([name, { expected, predicted, right }]) => {
      const [precision, recall] = [ratio(right, predicted), ratio(right, expected)];
      return { name, total: expected, precision, recall, f1: ratio(2 * right, expected + predicted) };
    })
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
}

/** The mean distance between probability and share of right ones over bins, by the number of texts in each. */
function expectedCalibrationError(results: readonly Classified[]): number {
  const bins = Array.from({ length: BINS }, () => ({ probability: 0, right: 0 }));
  for (const result of results) {
    const bin = bins[Math.min(BINS - 1, Math.floor(result.probability * BINS))]!;
    bin.probability += result.probability;
    if (isRight(result)) bin.right += 1;
  }
  return ratio(
    bins.reduce((sum, { probability, right }) => sum + Math.abs(probability - right), 0),
    results.length,
  );
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

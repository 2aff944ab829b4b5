import type { PairReport } from '../../evaluation/pairs/pair-report.ts';
import type { Interval } from '../../evaluation/significance.ts';
import { columns } from '../output.ts';

export type Summarised = PairReport & { readonly pairsPerSecond: number };

/** Estimates as numbers, their intervals beside them. */
export function pairSummary(file: string, scorer: string, report: PairReport | Summarised): object {
  const { spearman, auc, accuracy, macroF1, ...rest } = report;
  return {
    file,
    scorer,
    ...rest,
    spearman: spearman.value * 100,
    auc: auc.value,
    accuracy: accuracy?.share ?? null,
    macroF1: macroF1?.value ?? null,
    intervals: {
      spearman: times100(spearman.interval),
      auc: auc.interval,
      accuracy: accuracy?.interval ?? null,
      macroF1: macroF1?.interval ?? null,
    },
  };
}

export function pairText(scorer: string, report: Summarised): string {
  return [
    `${report.pairs} pairs scored by ${scorer}, ${report.pairsPerSecond} a second`,
    '',
    ...pairLines(report),
  ].join('\n');
}

/** The figures, as a table. */
export function pairLines(report: PairReport): readonly string[] {
  const { spearman, auc, accuracy, macroF1, crossEntropy, mse, mae } = report;
  const share = (name: string, value: number, { low, high }: Interval): readonly string[] => [
    name,
    value.toFixed(3),
    `${low.toFixed(3)} … ${high.toFixed(3)}`,
  ];
  const { low, high } = times100(spearman.interval);
  return columns([
    ['', 'value', '95 % interval'],
    ['Spearman × 100', (spearman.value * 100).toFixed(1), `${low.toFixed(1)} … ${high.toFixed(1)}`],
    share(`AUC (label ≥ ${report.positiveFrom})`, auc.value, auc.interval),
    ...(accuracy === null ? [] : [share('accuracy', accuracy.share, accuracy.interval)]),
    ...(macroF1 === null ? [] : [share('macro F1', macroF1.value, macroF1.interval)]),
    ['cross-entropy', crossEntropy.toFixed(3)],
    ['MSE', mse.toFixed(3)],
    ['MAE', mae.toFixed(3)],
  ]);
}

function times100({ low, high }: Interval): Interval {
  return { low: low * 100, high: high * 100 };
}

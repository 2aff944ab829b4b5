import type { Comparison } from '../../evaluation/comparison.ts';
import { gainText, restraintJson, splitText } from '../judged/gain-text.ts';
import { columns } from '../output.ts';
import { HEADS } from './heads.ts';
import { influenceTable } from './influence-table.ts';

/** What training a blend came to. */
export interface BlendReport {
  readonly out: string;
  readonly id: string;
  readonly dataset: string;
  readonly index: string;
  readonly folds: number;
  readonly seed: number;
  readonly head: 'linear' | 'trees';
  /** How freely the file learnt, and each fold. */
  readonly setting: number;
  readonly chosen: readonly number[];
  /** nDCG@10, each query by a blend that was trained without its fold; off is the order without a blend. */
  readonly comparison: Comparison;
  /** How much each feature counts, as its head measures that. */
  readonly weights: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export function reportJson({ setting, chosen, ...rest }: BlendReport): unknown {
  return { ...rest, setting: restraintJson(setting), chosen: chosen.map(restraintJson) };
}

export function reportText(report: BlendReport): string {
  return [
    `${report.out}: ${gainOf(report)}`,
    splitOf(report),
    ...(isAsItWas(report) ? [NOTHING_LEARNT] : []),
    '',
    ...columns([['feature', HEADS[report.head].influenceIs], ...weightsOf(report)]),
  ].join('\n');
}

const NOTHING_LEARNT =
  'Nothing that was learnt did clearly better than the order as it comes: the model leaves it as it is.';

const WHAT = { linear: 'A weighted sum', trees: 'Boosted trees' };

/** The model's card: what it was made from, what it gained, what it is made of. */
export function cardOf(report: BlendReport): string {
  const { id, dataset, index, weights, head } = report;
  return [
    `# ${id}`,
    '',
    `${WHAT[head]} for the stage \`blend\`, trained on the judgments of \`${dataset}\`, searched in \`${index}\`.`,
    '',
    gainOf(report),
    '',
    splitOf(report),
    ...(isAsItWas(report) ? ['', NOTHING_LEARNT] : []),
    '',
    ...influenceTable(HEADS[head].influenceIs, weights),
    '',
  ].join('\n');
}

function splitOf(report: BlendReport): string {
  return splitText({ ...report, freedom: HEADS[report.head].freedom });
}

function isAsItWas({ head, setting }: BlendReport): boolean {
  return setting === HEADS[head].settings[0];
}

function gainOf({ comparison }: BlendReport): string {
  return gainText('nDCG@10', comparison, 'without it');
}

function weightsOf({ weights }: BlendReport): readonly (readonly [string, number])[] {
  return Object.entries(weights)
    .toSorted((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .map(([name, weight]) => [name, Math.round(weight * 1000) / 1000]);
}

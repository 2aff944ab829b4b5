import type { Comparison } from '../../evaluation/comparison.ts';
import { gainText, restraintJson, splitText } from '../judged/gain-text.ts';
import { columns } from '../output.ts';

/** What training a blend came to. */
export interface BlendReport {
  readonly out: string;
  readonly id: string;
  readonly dataset: string;
  readonly index: string;
  readonly folds: number;
  readonly seed: number;
  /** Of the file, and of each fold; Infinity left the order as it was. */
  readonly restraint: number;
  readonly restraints: readonly number[];
  /** nDCG@10, each query by a blend that was trained without its fold; off is the order without a blend. */
  readonly comparison: Comparison;
  /** What a standard deviation of each feature adds. */
  readonly weights: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export function reportJson({ restraint, restraints, ...rest }: BlendReport): unknown {
  return { ...rest, restraint: restraintJson(restraint), restraints: restraints.map(restraintJson) };
}

export function reportText(report: BlendReport): string {
  return [
    `${report.out}: ${gainOf(report)}`,
    splitText(report),
    ...(report.restraint === Infinity ? [NOTHING_LEARNT] : []),
    '',
    ...columns([['feature', 'weight'], ...weightsOf(report)]),
  ].join('\n');
}

const NOTHING_LEARNT =
  'No weights did clearly better than the order as it comes: the model leaves it as it is.';

/** The model's card: what it was made from, what it gained, what it is made of. */
export function cardOf(report: BlendReport): string {
  const { id, dataset, index, weights } = report;
  return [
    `# ${id}`,
    '',
    `A weighted sum for the stage \`blend\`, trained on the judgments of \`${dataset}\`, searched in \`${index}\`.`,
    '',
    gainOf(report),
    '',
    splitText(report),
    ...(report.restraint === Infinity ? ['', NOTHING_LEARNT] : []),
    '',
    '| feature | weight of a standard deviation |',
    '| ------- | -----------------------------: |',
    ...Object.entries(weights).map(([name, weight]) => `| \`${name}\` | ${weight.toFixed(3)} |`),
    '',
  ].join('\n');
}

function gainOf({ comparison }: BlendReport): string {
  return gainText('nDCG@10', comparison, 'without it');
}

function weightsOf({ weights }: BlendReport): readonly (readonly [string, number])[] {
  return Object.entries(weights)
    .toSorted((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .map(([name, weight]) => [name, Math.round(weight * 1000) / 1000]);
}

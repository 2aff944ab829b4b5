import type { PairReport } from '../../evaluation/pairs/pair-report.ts';
import { pairLines, pairSummary } from '../eval/pair-text.ts';
import { columns } from '../output.ts';
import { HEADS } from './heads.ts';
import { influenceTable } from './influence-table.ts';

/** What training on pairs came to. */
export interface PairsTrained {
  readonly out: string;
  readonly id: string;
  /** The file of pairs. */
  readonly pairs: string;
  readonly folds: number;
  readonly seed: number;
  /** Each pair by a model that saw nothing of its fold. */
  readonly held: PairReport;
  /** The share of the query's pairs of characters that stand in the text, on the same pairs. */
  readonly characters: PairReport;
  /** Of each feature what it adds to a score or takes from it, on average. */
  readonly influence: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export function pairsJson({ held, characters, ...rest }: PairsTrained): unknown {
  return {
    ...rest,
    held: pairSummary(rest.pairs, rest.id, held),
    characters: pairSummary(rest.pairs, 'coverage of character bigrams', characters),
  };
}

export function pairsText(trained: PairsTrained): string {
  return [
    `${trained.out}: ${gainOf(trained)}`,
    splitOf(trained),
    '',
    ...pairLines(trained.held),
    '',
    ...columns([['feature', HEADS.trees.influenceIs], ...influenceOf(trained)]),
  ].join('\n');
}

/** The model's card. */
export function pairsCard(trained: PairsTrained): string {
  return [
    `# ${trained.id}`,
    '',
    `Boosted trees for the stage \`blend\` and for \`relevance eval pairs --blend\`, trained on the pairs of \`${trained.pairs}\`.`,
    '',
    gainOf(trained),
    '',
    splitOf(trained),
    '',
    ...influenceTable(HEADS.trees.influenceIs, Object.fromEntries(influenceOf(trained))),
    '',
  ].join('\n');
}

function gainOf({ held, characters }: PairsTrained): string {
  const of = ({ spearman: { value, interval } }: PairReport): string =>
    [value, interval.low, interval.high].map((one) => (one * 100).toFixed(1)).join(' / ');
  return `Spearman × 100 (and its 95 % interval) ${of(held)} on queries it was not learnt from; pairs of characters alone ${of(characters)}.`;
}

function splitOf({ held, folds, seed }: PairsTrained): string {
  return `${held.pairs} pairs in ${folds} folds by the words of their queries (seed ${seed}).`;
}

function influenceOf({ influence }: PairsTrained): readonly (readonly [string, number])[] {
  return Object.entries(influence)
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, value]) => [name, Math.round(value * 1000) / 1000]);
}

import type { Comparison } from '../../evaluation/comparison.ts';
import type { Point } from '../../evaluation/tuning/grid-search.ts';
import { gainText, restraintJson, splitText } from '../judged/gain-text.ts';
import { columns } from '../output.ts';

/** What tuning came to. */
export interface TuneReport {
  readonly dataset: string;
  readonly index: string;
  readonly metric: string;
  readonly folds: number;
  readonly seed: number;
  /** Price of going away from what is configured: in the end, and in each fold; Infinity stays there. */
  readonly restraint: number;
  readonly restraints: readonly number[];
  /** Each query by what was chosen without its fold; off is what is configured now. */
  readonly comparison: Comparison;
  /** What is written, on the very queries that it was chosen by: an upper bound. */
  readonly seen: number;
  readonly start: Point;
  readonly tuned: Point;
  readonly seconds: number;
}

export function reportJson({ restraint, restraints, ...rest }: TuneReport): unknown {
  return { ...rest, restraint: restraintJson(restraint), restraints: restraints.map(restraintJson) };
}

/** Lines for people, also as the comment of what is written. */
export function reportText(report: TuneReport): readonly string[] {
  const { dataset, index, metric, comparison, seen, start, tuned, restraint } = report;
  return [
    `Tuned by relevance tune on ${dataset}, searched in ${index}.`,
    gainText(metric, comparison, 'as it was'),
    splitText(report),
    ...(restraint === Infinity
      ? ['Nothing did clearly better than what is configured, so that is what stands here.']
      : [`On the queries that it was chosen by: ${seen.toFixed(3)}.`]),
    '',
    ...columns([
      ['what', 'was', 'is'],
      ...Object.entries(tuned).map(([name, value]): readonly (string | number)[] => [
        name,
        start[name]!,
        value,
      ]),
    ]),
  ];
}

import type { Tuning } from '../../evaluation/tuning/tuning.ts';
import { gainText, restraintJson, splitText } from '../judged/gain-text.ts';
import { columns } from '../output.ts';

/** @param seconds that choosing took */
export function reportJson(tuning: Tuning, seconds: number): unknown {
  const { restraint, folds, ...rest } = tuning;
  return {
    ...rest,
    folds: folds.length,
    restraint: restraintJson(restraint),
    restraints: restraintsOf(tuning).map(restraintJson),
    byFold: folds.map((fold) => ({ ...fold, restraint: restraintJson(fold.restraint) })),
    seconds,
  };
}

function restraintsOf({ folds }: Tuning): readonly number[] {
  return folds.map(({ restraint }) => restraint);
}

/** Lines for people, also as the comment of what is written. */
export function reportText(tuning: Tuning): readonly string[] {
  const { dataset, index, metric, comparison, seen, start, tuned, restraint, folds } = tuning;
  return [
    `Tuned by relevance tune on ${dataset}, searched in ${index}.`,
    gainText(metric, comparison, 'as it was'),
    splitText({
      ...tuning,
      folds: folds.length,
      freedom: 'restraint',
      chosen: restraintsOf(tuning),
      setting: restraint,
    }),
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

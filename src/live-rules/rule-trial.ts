import { basename, join } from 'node:path';
import type { RuleText } from '../rules/rule-reader.ts';
import type { RuleFolder } from './rule-folder.ts';

/** A rule file to be tried on an index. */
export interface TrialFile {
  readonly index: string;
  /** Name of the file. */
  readonly file: string;
  /** What stands in it. */
  readonly rules: string;
}

/** The files of a folder with one more, which takes the place of one of that name for the same index. */
export function withTrial(read: RuleFolder, folder: string, { index, file, rules }: TrialFile): RuleFolder {
  const isReplaced = (text: RuleText): boolean => text.index === index && basename(text.file) === file;
  const replaced = read.texts.find(isReplaced);
  const trial: RuleText = {
    file: replaced?.file ?? join(basename(folder), index, file),
    text: rules,
    index,
  };
  const texts =
    replaced === undefined
      ? [...read.texts, trial]
      : read.texts.map((text) => (isReplaced(text) ? trial : text));
  // What could not be read of the file that is replaced does not matter.
  const errors = read.errors.filter((fault) => fault.file !== trial.file);
  return { ...read, texts, errors };
}

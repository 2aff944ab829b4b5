import { dirname, isAbsolute } from 'node:path';
import { bytesIn, readRuleFolder, type RuleFolder } from './rule-folder.ts';
import { type TrialFile, withTrial } from './rule-trial.ts';

/** Where rule files come from; data, for whichever thread reads them. */
export type RuleOrigin =
  /** A folder with a folder for each index. */
  | { readonly folder: string }
  /** What was read already. */
  | { readonly read: RuleFolder }
  /** What comes from elsewhere with one file more. @param folder what the rules' own folder is called */
  | { readonly trial: TrialFile; readonly beside: RuleOrigin; readonly folder: string };

export async function readOrigin(origin: RuleOrigin): Promise<RuleFolder> {
  if ('trial' in origin) return withTrial(await readOrigin(origin.beside), origin.folder, origin.trial);
  return 'read' in origin ? origin.read : readRuleFolder(origin.folder);
}

/** How much there is to read, about: bytes of files, characters of texts. */
export async function sizeOf(origin: RuleOrigin): Promise<number> {
  if ('trial' in origin) return origin.trial.rules.length + (await sizeOf(origin.beside));
  if ('folder' in origin) return bytesIn(origin.folder);
  return origin.read.texts.reduce((sum, { text }) => sum + text.length, 0);
}

/** Folders of files that are not in the rules' own folder, as on a command line. */
export function foldersElsewhere(origin: RuleOrigin): readonly string[] {
  if (!('read' in origin)) return [];
  return origin.read.texts
    .map(({ file }) => file)
    .filter(isAbsolute)
    .map(dirname);
}

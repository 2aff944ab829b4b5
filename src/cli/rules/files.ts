import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readDictionaryText, readRuleText } from '../../live-rules/rule-text.ts';
import type { RuleFault, RuleFile } from '../../rules/expansion.ts';
import { inOrderOfUse, RULE_FILE_KINDS, ruleFileKind } from '../../rules/rule-files.ts';
import type { RuleText } from '../../rules/rule-reader.ts';
import { purposeOf } from '../../rules/rule-set.ts';
import type { RuleSource } from '../../rules/source/lines.ts';
import { completed } from '../../rules/source/steps.ts';
import type { FileOptions } from './arguments.ts';
import type { Cut } from './terms.ts';

/** Rule files that were read, with those that cannot be. */
export interface ReadSources {
  readonly sources: readonly RuleSource[];
  readonly errors: readonly RuleFault[];
}

/** The texts of rule files, in the order of their use. */
export async function readSources(files: readonly string[]): Promise<ReadSources> {
  const sources: RuleSource[] = [];
  const errors: RuleFault[] = [];
  for (const file of inOrderOfUse(files)) {
    const read = await readRuleText(file);
    if (typeof read === 'string') sources.push({ file, text: read });
    else errors.push({ file, line: read.line, message: read.problem });
  }
  return { sources, errors };
}

/** Reads one file by the kind that its ending tells. */
export function parseSource(source: RuleSource, options: FileOptions, cut: Cut): RuleFile | RuleFault {
  const kind = ruleFileKind(source.file);
  if (kind === undefined) return unknownKind(source.file);
  return completed(kind.read(source, { ...options, ...cut, readDictionary: dictionaryReader(source.file) }));
}

/** Reads the dictionaries that a rule file names, from where the file is. */
export function dictionaryReader(file: string): (path: string) => string | undefined {
  return (path) => readDictionaryText(resolve(dirname(file), path));
}

/** Rule files at these paths; a folder's own folders are those of indices, `_all` is for every index, `_…` is set aside. */
export async function ruleFilesIn(paths: readonly string[]): Promise<{
  readonly texts: readonly RuleText[];
  readonly errors: readonly RuleFault[];
}> {
  const found = paths.flatMap((path) =>
    isFolder(path) ? filesUnder(path) : [{ file: path, index: undefined }],
  );
  const { sources, errors } = await readSources(found.map(({ file }) => file));
  const unknown = sources.filter(({ file }) => ruleFileKind(file) === undefined);
  const texts = sources.flatMap((source) => {
    const index = found.find(({ file }) => file === source.file)?.index;
    return unknown.includes(source) ? [] : [{ ...source, index }];
  });
  return { texts, errors: [...errors, ...unknown.map(({ file }) => unknownKind(file))] };
}

function filesUnder(folder: string): { readonly file: string; readonly index: string | undefined }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ruleFileKind(entry.name) !== undefined)
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const [owner = ''] = relative(folder, entry.parentPath).split(sep);
      const purpose = owner === '' ? { index: undefined } : purposeOf(owner);
      return purpose === undefined ? [] : [{ file, ...purpose }];
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function unknownKind(file: string): RuleFault {
  const endings = RULE_FILE_KINDS.map(({ ending }) => ending).join(' ');
  return { file, line: 1, message: `is no rule file by its name: the endings are ${endings}` };
}

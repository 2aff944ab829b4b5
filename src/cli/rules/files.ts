import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { RuleFault, RuleFile } from '../../rules/expansion.ts';
import { inOrderOfUse, RULE_FILE_KINDS, ruleFileKind } from '../../rules/rule-files.ts';
import { purposeOf, type RuleText } from '../../rules/rule-set.ts';
import type { RuleSource } from '../../rules/source/lines.ts';
import type { FileOptions } from './arguments.ts';
import type { Cut } from './terms.ts';

/** Rule files that were read, with those that cannot be. */
export interface ReadSources {
  readonly sources: readonly RuleSource[];
  readonly errors: readonly RuleFault[];
}

/** The texts of rule files, in the order of their use. */
export function readSources(files: readonly string[]): ReadSources {
  const sources: RuleSource[] = [];
  const errors: RuleFault[] = [];
  for (const file of inOrderOfUse(files)) {
    try {
      const bytes = readFileSync(file);
      if (isUtf8(bytes)) sources.push({ file, text: bytes.toString() });
      else errors.push({ file, line: 1, message: 'cannot be read: the file is not written in UTF-8' });
    } catch (error) {
      errors.push({ file, line: 1, message: `cannot be read: ${messageOf(error)}` });
    }
  }
  return { sources, errors };
}

/** Reads one file by the kind that its ending tells. */
export function parseSource(source: RuleSource, options: FileOptions, cut: Cut): RuleFile | RuleFault {
  const kind = ruleFileKind(source.file);
  if (kind === undefined) return unknownKind(source.file);
  return kind.parse(source, {
    ...options,
    ...cut,
    readDictionary: dictionaryReader(source.file),
  });
}

/** Reads the dictionaries that a rule file names, from where the file is. */
export function dictionaryReader(file: string): (path: string) => string | undefined {
  return (path) => readText(resolve(dirname(file), path));
}

/** Rule files at these paths; a folder's own folders are those of indices, `_all` is for every index, `_…` is set aside. */
export function ruleFilesIn(paths: readonly string[]): {
  readonly texts: readonly RuleText[];
  readonly errors: readonly RuleFault[];
} {
  const found = paths.flatMap((path) =>
    isFolder(path) ? filesUnder(path) : [{ file: path, index: undefined }],
  );
  const { sources, errors } = readSources(found.map(({ file }) => file));
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

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

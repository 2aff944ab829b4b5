import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RuleFault, RuleFile } from '../../rules/expansion.ts';
import { inOrderOfUse, RULE_FILE_KINDS, ruleFileKind } from '../../rules/rule-files.ts';
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
      sources.push({ file, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) });
    } catch (error) {
      const why = error instanceof TypeError ? 'the file is not written in UTF-8' : messageOf(error);
      errors.push({ file, line: 1, message: `cannot be read: ${why}` });
    }
  }
  return { sources, errors };
}

/** Reads one file by the kind that its ending tells. */
export function parseSource(source: RuleSource, options: FileOptions, cut: Cut): RuleFile | RuleFault {
  const kind = ruleFileKind(source.file);
  if (kind === undefined) {
    const endings = RULE_FILE_KINDS.map(({ ending }) => ending).join(' ');
    return { file: source.file, line: 1, message: `is no rule file by its name: the endings are ${endings}` };
  }
  return kind.parse(source, {
    ...options,
    ...cut,
    readDictionary: (path) => readText(resolve(dirname(source.file), path)),
  });
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

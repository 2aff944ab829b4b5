import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RuleFault } from './rules/expansion.ts';
import { RULE_FILE_KINDS, ruleFileKind } from './rules/rule-files.ts';
import { purposeOf, type RuleText } from './rules/rule-set.ts';

/** Larger files are no rules that anybody writes. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Files that people put beside rules, and what editors leave there. */
const IGNORED = /^\.|~$|\.(?:md|swp|tmp|bak)$/i;

/** The rule files of a folder, with what is wrong about the folder itself. */
export interface RuleFolder {
  readonly texts: readonly RuleText[];
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
}

/** Reads `<folder>/<index>/*` and `<folder>/_all/*`, by name; `<folder>/_…/*` is set aside. A folder that does not exist holds nothing. */
export async function readRuleFolder(folder: string): Promise<RuleFolder> {
  const texts: RuleText[] = [];
  const errors: RuleFault[] = [];
  const warnings: RuleFault[] = [];
  for (const owner of await entriesOf(folder)) {
    if (IGNORED.test(owner.name)) continue;
    const shown = join(basename(folder), owner.name);
    if (!owner.isDirectory()) {
      const message = `is in no folder of an index: move it to ${join(basename(folder), '_all')} if it is for all of them`;
      if (ruleFileKind(owner.name) !== undefined) warnings.push({ file: shown, line: 1, message });
      continue;
    }
    const purpose = purposeOf(owner.name);
    if (purpose === undefined) continue;
    for (const entry of await entriesOf(join(folder, owner.name))) {
      if (IGNORED.test(entry.name) || entry.isDirectory()) continue;
      const file = join(shown, entry.name);
      if (ruleFileKind(entry.name) === undefined) {
        const endings = RULE_FILE_KINDS.map(({ ending }) => ending).join(', ');
        warnings.push({ file, line: 1, message: `is no rule file by its name: those end with ${endings}` });
        continue;
      }
      const read = await textOf(join(folder, owner.name, entry.name));
      if (typeof read !== 'string') errors.push({ file, line: 1, message: read.problem });
      else texts.push({ file, text: read, ...purpose });
    }
  }
  return { texts, errors, warnings };
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function textOf(path: string): Promise<string | { readonly problem: string }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { problem: `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}` };
  }
  if (bytes.length > MOST_BYTES)
    return { problem: `is larger than ${MOST_BYTES / 1024 / 1024} MB: split it` };
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'is not written in UTF-8: save it as UTF-8' };
  }
}

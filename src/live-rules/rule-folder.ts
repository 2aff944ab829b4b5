import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readRuleText } from './rule-text.ts';
import type { RuleFault } from '../rules/expansion.ts';
import { RULE_FILE_KINDS, ruleFileKind } from '../rules/rule-files.ts';
import type { RuleText } from '../rules/rule-reader.ts';
import { purposeOf } from '../rules/rule-set.ts';

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
    const shown = join(basename(folder), owner.name);
    if (!owner.isFolder) {
      const message = `is in no folder of an index: move it to ${join(basename(folder), '_all')} if it is for all of them`;
      if (ruleFileKind(owner.name) !== undefined) warnings.push({ file: shown, line: 1, message });
      continue;
    }
    const purpose = purposeOf(owner.name);
    if (purpose === undefined) continue;
    for (const entry of await entriesOf(join(folder, owner.name))) {
      if (entry.isFolder) continue;
      const file = join(shown, entry.name);
      if (ruleFileKind(entry.name) === undefined) {
        const endings = RULE_FILE_KINDS.map(({ ending }) => ending).join(', ');
        warnings.push({ file, line: 1, message: `is no rule file by its name: those end with ${endings}` });
        continue;
      }
      const read = await readRuleText(join(folder, owner.name, entry.name));
      if (typeof read === 'string') texts.push({ file, text: read, ...purpose });
      else errors.push({ file, line: read.line, message: read.problem });
    }
  }
  return { texts, errors, warnings };
}

/** Bytes of all files that {@link readRuleFolder} may read, and of the dictionaries beside them. */
export async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const owner of await entriesOf(folder)) {
    if (!owner.isFolder || purposeOf(owner.name) === undefined) continue;
    for (const { size } of await entriesOf(join(folder, owner.name))) bytes += size;
  }
  return bytes;
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  /** In bytes; 0 where that is not known. */
  readonly size: number;
}

/** What is in a folder, by name. Links are followed: mounted configuration is made of them. */
async function entriesOf(folder: string): Promise<readonly Entry[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const entries = names
    .filter((name) => !IGNORED.test(name))
    .map(async (name) => ({ name, ...(await about(join(folder, name))) }));
  return (await Promise.all(entries)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A link that leads nowhere passes for a file, which then cannot be read. */
async function about(path: string): Promise<Omit<Entry, 'name'>> {
  try {
    const found = await stat(path);
    return { isFolder: found.isDirectory(), size: found.size };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { isFolder: false, size: 0 };
    throw error;
  }
}

import { readCommonRules } from './common/parse.ts';
import type { Expansion, RuleFault, RuleFile, RuleProgram, RuleRequest } from './expansion.ts';
import { RULE_FILE_KINDS, type RuleFileOptions } from './rule-files.ts';
import type { RuleSource } from './source/lines.ts';

/** The text of a rule file and the index that it is for. */
export interface RuleText extends RuleSource {
  /** Undefined is every index. */
  readonly index: string | undefined;
}

/** Name of the folder whose files are for every index. */
const ALL = '_all';

/**
 * What the files of a folder are for: `_all` is every index (`index` is undefined), any other name with `_` at its
 * start, which no index can have, is nothing (undefined), and the rest are names of indices.
 */
export function purposeOf(folder: string): { readonly index: string | undefined } | undefined {
  if (folder === ALL) return { index: undefined };
  return folder.startsWith('_') ? undefined : { index: folder };
}

/** How a file is read for an index: its dictionaries decide how words are cut. */
export type RuleOptionsOf = (index: string | undefined, file: string) => RuleFileOptions;

/** What a set of files says, for every index. */
export interface RuleSet {
  /** Undefined where no file is for the index. */
  programOf(index: string): RuleProgram | undefined;
  /** What is wrong; a set with errors must not be used. */
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
  readonly files: readonly RuleFileSummary[];
}

/** A file of a set, for people who ask what is in force. */
export interface RuleFileSummary {
  readonly file: string;
  readonly index: string | null;
  /** How its name ends, as `.rules.txt`. */
  readonly kind: string;
  /** Rules of a common file; null for another kind. */
  readonly rules: number | null;
}

const COMMON_ENDING = '.rules.txt';
/** In the order in which files are applied. */
const ENDINGS = RULE_FILE_KINDS.map(({ ending }) => ending);

interface Parsed {
  readonly index: string | undefined;
  readonly order: number;
  readonly file: RuleFile;
}

/**
 * Reads all rule files together, rule by rule. Files of one kind are applied in the order given, those for every
 * index first; the same written id twice among the files of one index is an error.
 */
export function* readRuleSet(
  texts: readonly RuleText[],
  optionsOf: RuleOptionsOf,
): Generator<undefined, RuleSet, undefined> {
  const indices = [...new Set(texts.flatMap(({ index }) => (index === undefined ? [] : [index])))];
  const common = texts.filter(({ index }) => index === undefined);
  const errors: RuleFault[] = [];
  const warnings: RuleFault[] = [];
  const files: RuleFileSummary[] = [];
  const programs = new Map<string | undefined, RuleProgram>();
  for (const index of [undefined, ...indices]) {
    const parsed: Parsed[] = [];
    const own = index === undefined ? [] : texts.filter((text) => text.index === index);
    const ids = new Map<string, RuleFault>();
    for (const text of [...common, ...own]) {
      // Words are cut with the dictionaries of the index, so files for every index are read again for it.
      const { file, summary, named } = yield* readFile(text, optionsOf(index, text.file));
      parsed.push({ index: text.index, order: ENDINGS.indexOf(summary.kind), file });
      for (const { id, line } of named) {
        const before = ids.get(id);
        if (before !== undefined && before.file !== text.file) {
          const place = `${before.file}, line ${before.line}`;
          errors.push({
            file: text.file,
            line,
            message: `the id "${id}" belongs to a rule of ${place}: give one of them another`,
          });
        }
        ids.set(id, before ?? { file: text.file, line, message: '' });
      }
      if (text.index !== index) continue;
      errors.push(...file.errors);
      warnings.push(...file.warnings);
      files.push(summary);
    }
    const sorted = parsed.toSorted((a, b) => a.order - b.order).map(({ file }) => file.program);
    if (sorted.length > 0) programs.set(index, inTurn(sorted));
  }
  return {
    programOf: (index) => programs.get(index) ?? programs.get(undefined),
    errors: distinct(errors),
    warnings: distinct(warnings),
    files,
  };
}

function* readFile(
  { file, text, index }: RuleText,
  options: RuleFileOptions,
): Generator<
  undefined,
  {
    readonly file: RuleFile;
    readonly summary: RuleFileSummary;
    /** Rules whose author gave them an id. */
    readonly named: readonly { readonly id: string; readonly line: number }[];
  },
  undefined
> {
  const kind = RULE_FILE_KINDS.find(({ ending }) => file.endsWith(ending));
  const about = { file, index: index ?? null };
  if (kind !== undefined && kind.ending !== COMMON_ENDING) {
    const read = kind.parse({ file, text }, options);
    yield undefined;
    return { file: read, summary: { ...about, kind: kind.ending, rules: null }, named: [] };
  }
  const read = yield* readCommonRules({ file, text }, options);
  const summary = { ...about, kind: COMMON_ENDING, rules: read.rules.length };
  // Ids made from inputs are only told apart within their file.
  return { file: read, summary, named: read.rules.filter(({ properties }) => properties.has('_id')) };
}

function inTurn(programs: readonly RuleProgram[]): RuleProgram {
  return {
    rewrite: (expansion: Expansion, request: RuleRequest) =>
      programs.reduce((sofar, program) => program.rewrite(sofar, request), expansion),
  };
}

/** A file for every index is read for each of them, and has the same faults each time. */
function distinct(faults: readonly RuleFault[]): readonly RuleFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

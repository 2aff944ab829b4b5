import { betweenFiles } from './between-files.ts';
import { MOST_IDS } from './common/parse.ts';
import type { Expansion, RuleFault, RuleProgram, RuleRequest } from './expansion.ts';
import type { QueryWords } from './common/program.ts';
import { isForAll, openProgram, type PackedProgram } from './packed-program.ts';
import { RULE_FILE_KINDS } from './rule-files.ts';
import { type ReadRules, type RuleOptionsOf, RuleReader, type RuleText } from './rule-reader.ts';
import type { Steps } from './source/steps.ts';

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

/** What a set of files says, as data that another thread may be given. */
export interface RuleSet {
  /** For each index what became of its files, in the order in which they are applied; undefined is every other index. */
  readonly programs: ReadonlyMap<string | undefined, readonly PackedProgram[]>;
  /** What is wrong; a set with errors must not be used. */
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
  readonly files: readonly RuleFileSummary[];
  /** Of common rules, in the order of their files; no more than {@link MOST_IDS}. */
  readonly ids: readonly string[];
}

/** A file of a set, for people who ask what is in force. */
export interface RuleFileSummary {
  readonly file: string;
  readonly index: string | null;
  /** How its name ends, as `.rules.txt`. */
  readonly kind: string;
  /** How many it has: rules, lines, patterns or units; null where it holds settings. */
  readonly rules: number | null;
}

/**
 * Reads all rule files together, rule by rule. Files of one kind are applied in the order given, those for every
 * index first. What is wrong between files is looked for among those of one index: an id that was given twice,
 * synonyms that lead back to themselves, a document that is pinned here and hidden there.
 */
export function* readRuleSet(texts: readonly RuleText[], optionsOf: RuleOptionsOf): Steps<RuleSet> {
  const indices = [...new Set(texts.flatMap(({ index }) => (index === undefined ? [] : [index])))];
  const common = texts.filter(({ index }) => index === undefined);
  const reader = new RuleReader(optionsOf);
  const errors: RuleFault[] = [];
  const warnings: RuleFault[] = [];
  const programs = new Map<string | undefined, readonly PackedProgram[]>();
  const files = new Map<RuleText, RuleFileSummary>();
  const ids = new Set<string>();
  for (const index of [undefined, ...indices]) {
    const read: ReadRules[] = [];
    const own = index === undefined ? [] : texts.filter((text) => text.index === index);
    for (const text of [...common, ...own]) {
      const one = yield* reader.read(text, index);
      read.push(one);
      errors.push(...one.read.errors);
      warnings.push(...one.read.warnings);
      files.set(text, files.get(text) ?? summaryOf(text, one));
      for (const id of one.read.ids ?? []) {
        if (ids.size >= MOST_IDS) break;
        ids.add(id);
      }
    }
    const across = yield* betweenFiles(read);
    errors.push(...across.errors);
    warnings.push(...across.warnings);
    if (read.length > 0) programs.set(index, inOrder(read));
  }
  return {
    programs,
    errors: distinct(errors),
    warnings: distinct(warnings),
    files: texts.flatMap((text) => files.get(text) ?? []),
    ids: [...ids],
  };
}

function summaryOf({ file, index }: RuleText, { kind, read }: ReadRules): RuleFileSummary {
  return { file, index: index ?? null, kind, rules: read.count ?? null };
}

function inOrder(files: readonly ReadRules[]): readonly PackedProgram[] {
  const order = (kind: string): number => RULE_FILE_KINDS.findIndex(({ ending }) => ending === kind);
  return files.toSorted((a, b) => order(a.kind) - order(b.kind)).map(({ read }) => read.packed);
}

/** The rules of an index; undefined where no file is for it. */
export type ProgramOf = (index: string) => RuleProgram | undefined;

/** @param wordsOf how the queries of an index are cut: as its files were; undefined is every other index */
export function* openRuleSet(
  { programs }: Pick<RuleSet, 'programs'>,
  wordsOf: (index: string | undefined) => QueryWords,
): Steps<ProgramOf> {
  /** A file that several indices share was cut the same way for all of them. */
  const opened = new Map<PackedProgram, RuleProgram>();
  const inTurn = new Map<string | undefined, RuleProgram>();
  for (const [index, files] of programs) {
    const own: RuleProgram[] = [];
    for (const packed of files) {
      const program = opened.get(packed) ?? (yield* openProgram(packed, wordsOf(index)));
      if (isForAll(packed)) opened.set(packed, program);
      own.push(program);
    }
    inTurn.set(index, {
      rewrite: (expansion: Expansion, request: RuleRequest) =>
        own.reduce((sofar, program) => program.rewrite(sofar, request), expansion),
    });
  }
  return (index) => inTurn.get(index) ?? inTurn.get(undefined);
}

/** A file for every index is read for each of them, and has the same faults each time. */
function distinct(faults: readonly RuleFault[]): readonly RuleFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

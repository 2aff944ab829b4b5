import { type CommonRulesFile, type CommonRulesOptions, readCommonRules } from './common/parse.ts';
import { type PackedRuleFile, REWRITER_KINDS, type RewriterOptions } from './rewriter-files.ts';
import type { RuleSource } from './source/lines.ts';
import type { Steps } from './source/steps.ts';
import type { SynonymFile } from './synonyms/parse.ts';

/** What rule files are read with, whatever their kind. */
export type RuleFileOptions = RewriterOptions & CommonRulesOptions;

/** A file of any kind; some say what checks over several files ask for. */
export interface AnyRuleFile
  extends
    PackedRuleFile,
    Partial<Pick<CommonRulesFile, 'outlines' | 'ids'> & Pick<SynonymFile, 'mappings'>> {}

/** A kind of rule file, known by how its name ends. */
export interface RuleFileKind {
  readonly ending: string;
  readonly read: (source: RuleSource, options: RuleFileOptions) => Steps<AnyRuleFile>;
  /** Whether it changes what the words are; such files go before those that add to the words. */
  readonly goesFirst: boolean;
}

/** All kinds, those that change words first. */
export const RULE_FILE_KINDS: readonly RuleFileKind[] = [
  ...REWRITER_KINDS.map((kind) => ({ ...kind, goesFirst: kind.ending !== '.synonyms.txt' })),
  { ending: '.rules.txt', read: readCommonRules, goesFirst: false },
];

/** The kind of a file of that name; undefined where it is no rule file. */
export function ruleFileKind(file: string): RuleFileKind | undefined {
  return RULE_FILE_KINDS.find(({ ending }) => file.endsWith(ending));
}

/** Names of files in the order in which they are applied: those that change words first, else as they are given. */
export function inOrderOfUse(files: readonly string[]): readonly string[] {
  const goesFirst = (file: string): boolean => ruleFileKind(file)?.goesFirst ?? false;
  return [...files.filter(goesFirst), ...files.filter((file) => !goesFirst(file))];
}

import type { RuleFile, Tokenise } from './expansion.ts';
import type { PackedProgram } from './packed-program.ts';
import { readRegexRules } from './regex/parse.ts';
import { readReplaceRules } from './replace/parse.ts';
import { parseShingles } from './shingle/parse.ts';
import type { RuleSource } from './source/lines.ts';
import type { Steps } from './source/steps.ts';
import { readSynonyms } from './synonyms/parse.ts';
import { parseUnits } from './units/parse.ts';
import { readWordBreak } from './word-break/parse.ts';
import type { WordBreakOptions } from './word-break/parse.ts';

/** What files depend on besides their text. */
export interface RewriterOptions extends WordBreakOptions {
  readonly tokenise: Tokenise;
  /** What parts several inputs of one replacement; a TAB when undefined. */
  readonly inputDelimiter?: string;
  /** Whether replacements, regular expressions and synonyms match in any case; true when undefined. */
  readonly ignoreCase?: boolean;
  /** Whether each of the synonyms `a, b` stands for all; true when undefined. */
  readonly expand?: boolean;
}

/** A kind of rule file, known by how its name ends. */
export interface RewriterKind {
  readonly ending: string;
  readonly read: (source: RuleSource, options: RewriterOptions) => Steps<PackedRuleFile>;
}

/** A file with what became of it as data. */
export interface PackedRuleFile extends RuleFile {
  readonly packed: PackedProgram;
}

/** The kinds besides common rules, in the order in which they are applied where nothing else is asked for. */
export const REWRITER_KINDS: readonly RewriterKind[] = [
  {
    ending: '.replace.txt',
    read: (source, { inputDelimiter, ...options }) =>
      readReplaceRules(source, {
        ...options,
        ...(inputDelimiter !== undefined && { delimiter: inputDelimiter }),
      }),
  },
  { ending: '.regex.txt', read: readRegexRules },
  { ending: '.units.json', read: atOnce(parseUnits) },
  { ending: '.word-break.json', read: readWordBreak },
  { ending: '.shingle.json', read: atOnce(parseShingles) },
  { ending: '.synonyms.txt', read: readSynonyms },
];

/** Settings, which are short. */
function atOnce(parse: (source: RuleSource) => PackedRuleFile): RewriterKind['read'] {
  // oxlint-disable-next-line require-yield -- read in one step
  return function* (source) {
    return parse(source);
  };
}

import type { RuleFile, Tokenise } from './expansion.ts';
import { parseRegexRules } from './regex/parse.ts';
import { parseReplaceRules } from './replace/parse.ts';
import { parseShingles } from './shingle/parse.ts';
import type { RuleSource } from './source/lines.ts';
import { parseSynonyms } from './synonyms/parse.ts';
import { parseUnits } from './units/parse.ts';
import { parseWordBreak } from './word-break/parse.ts';
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
  readonly parse: (source: RuleSource, options: RewriterOptions) => RuleFile;
}

/** The kinds besides common rules, in the order in which they are applied where nothing else is asked for. */
export const REWRITER_KINDS: readonly RewriterKind[] = [
  {
    ending: '.replace.txt',
    parse: (source, { inputDelimiter, ...options }) =>
      parseReplaceRules(source, {
        ...options,
        ...(inputDelimiter !== undefined && { delimiter: inputDelimiter }),
      }),
  },
  { ending: '.regex.txt', parse: parseRegexRules },
  { ending: '.units.json', parse: parseUnits },
  { ending: '.word-break.json', parse: parseWordBreak },
  { ending: '.shingle.json', parse: parseShingles },
  { ending: '.synonyms.txt', parse: parseSynonyms },
];

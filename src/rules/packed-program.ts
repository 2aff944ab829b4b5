import { openCommonRules, type PackedCommonRules, type QueryWords } from './common/program.ts';
import type { RuleProgram } from './expansion.ts';
import { openRegexRules } from './regex/parse.ts';
import type { PackedRegexRules } from './regex/program.ts';
import { type PackedReplacements, ReplaceProgram } from './replace/program.ts';
import { ShingleProgram, type ShingleSettings } from './shingle/program.ts';
import type { Steps } from './source/steps.ts';
import { type PackedSynonyms, SynonymProgram } from './synonyms/program.ts';
import { UnitsProgram, type UnitsTable } from './units/program.ts';
import { openWordBreak, type PackedWordBreak } from './word-break/program.ts';

/**
 * What became of a rule file, as data: it can be cloned, and what is large in it is in arrays that another thread may
 * be given.
 */
export type PackedProgram =
  | PackedCommonRules
  | PackedReplacements
  | PackedRegexRules
  | PackedSynonyms
  | PackedWordBreak
  | ShingleSettings
  | UnitsTable
  | { readonly kind: 'nothing' };

/** Whether it says the same for every index whose queries are cut alike: compounds may be known by an index's own words. */
export function isForAll(packed: PackedProgram): boolean {
  return packed.kind !== 'word-break' || packed.vocabulary !== undefined;
}

/** The file ready to be applied to queries that are cut so. */
export function* openProgram(packed: PackedProgram, words: QueryWords): Steps<RuleProgram> {
  switch (packed.kind) {
    case 'common':
      return openCommonRules(packed, words);
    case 'replacements':
      return new ReplaceProgram(packed);
    case 'regex':
      return yield* openRegexRules(packed);
    case 'synonyms':
      return new SynonymProgram(packed);
    case 'word-break':
      return openWordBreak(packed, words.vocabulary);
    case 'shingle':
      return new ShingleProgram(packed);
    case 'units':
      return new UnitsProgram(packed);
    case 'nothing':
      return { rewrite: (expansion) => expansion };
  }
}

import type { Vocabulary } from '../word-break/vocabulary.ts';
import type { Expansion, RuleProgram, RuleRequest, Tokenise } from '../expansion.ts';
import { RecordReader, type Records } from '../source/records.ts';
import { wordKey } from '../source/uniform.ts';
import { applied, type ApplyOptions } from './apply.ts';
import { firings, type Matcher } from './match.ts';
import type { Words } from './readings.ts';
import { selected } from './select.ts';
import { storedRule } from './stored-rule.ts';
import type { PackedTrie } from './trie-builder.ts';
import { InputTrie } from './trie.ts';

/** A file of common rules as it goes from one thread to another: arrays, and next to no objects. */
export interface PackedCommonRules {
  readonly kind: 'common';
  readonly file: string;
  readonly ignoreCase: boolean;
  readonly multiplicative: boolean;
  readonly trie: PackedTrie;
  readonly records: Records;
}

/** The words of an index's queries: how they are cut, and which of them its documents use. */
export interface QueryWords {
  readonly tokenise: Tokenise;
  /** Words of the documents; absent where nothing tells. */
  readonly vocabulary?: Vocabulary | undefined;
  /** Every word that some reading of a text allows; absent, only the best reading is looked at. */
  readonly words?: Words;
}

/** The rules of one file, ready to be applied. What fires is found in the query as it comes, then applied in order. */
class CommonRules implements RuleProgram {
  readonly #matcher: Matcher;
  readonly #apply: ApplyOptions;

  constructor(matcher: Matcher, apply: ApplyOptions) {
    this.#matcher = matcher;
    this.#apply = apply;
  }

  rewrite(expansion: Expansion, request: RuleRequest): Expansion {
    const found = firings(this.#matcher, expansion);
    if (found.length === 0) return expansion;
    return applied(expansion, selected(found, request), this.#apply);
  }
}

export function openCommonRules(packed: PackedCommonRules, { tokenise, words }: QueryWords): RuleProgram {
  const { file, ignoreCase, multiplicative, trie, records } = packed;
  const fold = wordKey(ignoreCase);
  const rules = new RecordReader(records, storedRule);
  const matcher = { ruleAt: (number: number) => rules.at(number), trie: new InputTrie(trie), fold, words };
  return new CommonRules(matcher, { file, multiplicative, fold, tokenise });
}

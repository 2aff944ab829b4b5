import type { Expansion, RuleMatch, RuleProgram, RuleTerm } from '../expansion.ts';
import { joinedToNext, liveTerms, withTerms } from '../rewriting.ts';
import { longestWithoutOverlap } from '../source/phrase-table.ts';
import type { PhraseTable } from '../source/phrase-table.ts';
import type { AffixTable } from './affixes.ts';

export interface ReplaceRule {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** What takes the place of the input; empty deletes it. In an affix rule `$1` is the rest of the term. */
  readonly output: readonly string[];
}

export interface ReplaceTables {
  readonly fold: (text: string) => string;
  /** Keys are folded. */
  readonly exact: PhraseTable<ReplaceRule>;
  readonly suffixes: AffixTable<ReplaceRule>;
  readonly prefixes: AffixTable<ReplaceRule>;
}

/** Three passes over the terms: whole terms, then their ends, then their beginnings. */
export class ReplaceProgram implements RuleProgram {
  readonly #tables: ReplaceTables;

  constructor(tables: ReplaceTables) {
    this.#tables = tables;
  }

  rewrite(expansion: Expansion): Expansion {
    const terms = liveTerms(expansion);
    const matched: RuleMatch[] = [];
    this.#replaceExact(terms, joinedToNext(expansion, terms), matched);
    this.#replaceAffixes(terms, this.#tables.suffixes, matched);
    this.#replaceAffixes(terms, this.#tables.prefixes, matched);
    return matched.length === 0 ? expansion : withTerms(expansion, terms, matched);
  }

  #replaceExact(terms: RuleTerm[], joined: readonly boolean[], matched: RuleMatch[]): void {
    const folded = terms.map(({ text }) => this.#tables.fold(text));
    const found = longestWithoutOverlap(this.#tables.exact.matches(folded, joined));
    // From the right, so that the places of what is still to be replaced stay.
    for (const { start, end, value } of found.toReversed()) {
      const output = value.output.map((text) => ({ text }));
      const removed = terms.splice(start, end - start, ...output);
      matched.push(matchOf(value, removed, output, 'exact'));
    }
  }

  #replaceAffixes(terms: RuleTerm[], table: AffixTable<ReplaceRule>, matched: RuleMatch[]): void {
    for (let at = terms.length - 1; at >= 0; at -= 1) {
      const found = table.longest(this.#tables.fold(terms[at]!.text));
      if (found === undefined) continue;
      const output = found.value.output
        .map((piece) => ({ text: piece.replaceAll('$1', () => found.rest) }))
        .filter(({ text }) => text !== '');
      const removed = terms.splice(at, 1, ...output);
      matched.push(matchOf(found.value, removed, output, 'affix'));
    }
  }
}

function matchOf(
  rule: ReplaceRule,
  removed: readonly RuleTerm[],
  output: readonly RuleTerm[],
  type: RuleMatch['type'],
): RuleMatch {
  const match = removed.map(({ text }) => text).join(' ');
  return {
    rule: rule.id,
    message: `${match} => ${output.map(({ text }) => text).join(' ')}`,
    file: rule.file,
    line: rule.line,
    match,
    type,
    instructions: ['replace'],
  };
}

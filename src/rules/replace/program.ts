import type { Expansion, RuleMatch, RuleProgram, RuleTerm } from '../expansion.ts';
import { joinedToNext, liveTerms, withTerms } from '../rewriting.ts';
import { longestWithoutOverlap, type PackedPhrases, PhraseTable } from '../source/phrase-table.ts';
import { RecordReader, type Records } from '../source/records.ts';
import { caseKey } from '../source/uniform.ts';
import { AffixTable, type PackedAffixes } from './affixes.ts';

export interface ReplaceRule {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** What takes the place of the input; empty deletes it. In an affix rule `$1` is the rest of the term. */
  readonly output: readonly string[];
}

/** A file of replacements as it goes from one thread to another. */
export interface PackedReplacements {
  readonly kind: 'replacements';
  readonly file: string;
  readonly ignoreCase: boolean;
  /** Whole inputs, folded, and the record of each. */
  readonly exact: PackedPhrases;
  readonly exactRecords: Uint32Array<ArrayBuffer>;
  readonly suffixes: PackedAffixes;
  readonly prefixes: PackedAffixes;
  readonly records: Records;
}

type ReplaceRecord = readonly [id: string, line: number, ...output: readonly string[]];

export function replaceRecord({ id, line, output }: ReplaceRule): ReplaceRecord {
  return [id, line, ...output];
}

/** Three passes over the terms: whole terms, then their ends, then their beginnings. */
export class ReplaceProgram implements RuleProgram {
  readonly #fold: (text: string) => string;
  readonly #exact: PhraseTable;
  readonly #exactRecords: Uint32Array;
  readonly #suffixes: AffixTable;
  readonly #prefixes: AffixTable;
  readonly #rules: RecordReader<ReplaceRule>;

  constructor(packed: PackedReplacements) {
    this.#fold = caseKey(packed.ignoreCase);
    this.#exact = new PhraseTable(packed.exact);
    this.#exactRecords = packed.exactRecords;
    this.#suffixes = new AffixTable('suffix', packed.suffixes);
    this.#prefixes = new AffixTable('prefix', packed.prefixes);
    this.#rules = new RecordReader(packed.records, (record) => {
      const [id, line, ...output] = record as ReplaceRecord;
      return { id, file: packed.file, line, output };
    });
  }

  rewrite(expansion: Expansion): Expansion {
    const terms = liveTerms(expansion);
    const matched: RuleMatch[] = [];
    this.#replaceExact(terms, joinedToNext(expansion, terms), matched);
    this.#replaceAffixes(terms, this.#suffixes, matched);
    this.#replaceAffixes(terms, this.#prefixes, matched);
    return matched.length === 0 ? expansion : withTerms(expansion, terms, matched);
  }

  #replaceExact(terms: RuleTerm[], joined: readonly boolean[], matched: RuleMatch[]): void {
    const folded = terms.map(({ text }) => this.#fold(text));
    const found = longestWithoutOverlap(this.#exact.matches(folded, joined));
    // From the right, so that the places of what is still to be replaced stay.
    for (const { start, end, number } of found.toReversed()) {
      const value = this.#rules.at(this.#exactRecords[number]!);
      const output = value.output.map((text) => ({ text }));
      const removed = terms.splice(start, end - start, ...output);
      matched.push(matchOf(value, removed, output, 'exact'));
    }
  }

  #replaceAffixes(terms: RuleTerm[], table: AffixTable, matched: RuleMatch[]): void {
    for (let at = terms.length - 1; at >= 0; at -= 1) {
      const found = table.longest(this.#fold(terms[at]!.text));
      if (found === undefined) continue;
      const rule = this.#rules.at(found.record);
      const output = rule.output
        .map((piece) => ({ text: piece.replaceAll('$1', () => found.rest) }))
        .filter(({ text }) => text !== '');
      const removed = terms.splice(at, 1, ...output);
      matched.push(matchOf(rule, removed, output, 'affix'));
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

import type { Expansion, RuleMatch, RuleProgram } from '../expansion.ts';
import { addTo, joinedToNext, liveTerms, withAlternatives } from '../rewriting.ts';
import type { Additions } from '../rewriting.ts';
import { listOf, type NumberLists } from '../source/number-lists.ts';
import { type PackedPhrases, type PhraseMatch, PhraseTable } from '../source/phrase-table.ts';
import { RecordReader, type Records } from '../source/records.ts';
import { caseKey } from '../source/uniform.ts';

/** A line: what it says in place of its inputs. */
export interface SynonymLineRule {
  readonly line: number;
  /** Number of the line among those with a rule, 0 is the first. */
  readonly ordinal: number;
  readonly outputs: readonly Phrase[];
}

export interface Phrase {
  readonly words: readonly string[];
  /** The folded words, parted by a blank. */
  readonly key: string;
}

/** A file of synonyms as it goes from one thread to another. */
export interface PackedSynonyms {
  readonly kind: 'synonyms';
  readonly file: string;
  readonly ignoreCase: boolean;
  /** Keys of the inputs. */
  readonly phrases: PackedPhrases;
  /** For each of these its lines, by {@link lineEntry}. */
  readonly lines: NumberLists;
  readonly records: Records;
}

type SynonymRecord = readonly [line: number, ordinal: number, outputs: readonly (readonly string[])[]];

export function synonymRecord({ line, ordinal, outputs }: SynonymLineRule): SynonymRecord {
  return [line, ordinal, outputs.map(({ words }) => words)];
}

/** A line's record, and whether the input stays a way to say it. */
export function lineEntry(record: number, keep: boolean): number {
  return record * 2 + (keep ? 1 : 0);
}

/** Adds synonyms to the slots they stand for. One pass: what a rule has added is not looked up again. */
export class SynonymProgram implements RuleProgram {
  readonly #file: string;
  readonly #fold: (text: string) => string;
  readonly #phrases: PhraseTable;
  readonly #lines: NumberLists;
  readonly #rules: RecordReader<SynonymLineRule>;

  constructor({ file, ignoreCase, phrases, lines, records }: PackedSynonyms) {
    this.#file = file;
    this.#fold = caseKey(ignoreCase);
    this.#phrases = new PhraseTable(phrases);
    this.#lines = lines;
    this.#rules = new RecordReader(records, (record) => {
      const [line, ordinal, outputs] = record as SynonymRecord;
      return {
        line,
        ordinal,
        outputs: outputs.map((words) => ({ words, key: this.#fold(words.join(' ')) })),
      };
    });
  }

  rewrite(expansion: Expansion): Expansion {
    const terms = liveTerms(expansion);
    const typed = terms.map(({ text }) => text);
    const joined = joinedToNext(expansion, terms);
    const found = leftmostLongest(this.#phrases.matches(typed.map(this.#fold), joined));
    if (found.length === 0) return expansion;
    const additions: Additions = new Map();
    const replaced = new Set<number>();
    const matched: RuleMatch[] = [];
    for (const { start, end, phrase: input, number } of found) {
      const entries = listOf(this.#lines, number);
      const keep = entries.some((entry) => (entry & 1) === 1);
      for (let place = start; place < end && !keep; place += 1) replaced.add(place);
      for (const entry of entries) {
        const rule = this.#rules.at(entry >>> 1);
        const id = `${input}#${rule.ordinal}`;
        for (const { words: output, key } of rule.outputs) {
          if (key === input) continue;
          const terms = output.map((text) => ({ text }));
          for (let place = start; place < end; place += 1)
            addTo(additions, place, { terms, weight: 1, rule: id });
        }
        matched.push(this.#match(rule, { id, match: typed.slice(start, end).join(' ') }));
      }
    }
    return withAlternatives(withoutOwnWords(expansion, replaced), additions, matched);
  }

  #match({ line }: SynonymLineRule, { id, match }: { id: string; match: string }): RuleMatch {
    const file = this.#file;
    return { rule: id, message: id, file, line, match, type: 'exact', instructions: ['synonym'] };
  }
}

/** From the left the longest match at each term, then on after it, as engines do. */
function leftmostLongest(matches: readonly PhraseMatch[]): PhraseMatch[] {
  const kept: PhraseMatch[] = [];
  for (const match of matches) {
    const last = kept.at(-1);
    if (last === undefined || match.start >= last.end) kept.push(match);
    else if (match.start === last.start) kept[kept.length - 1] = match;
  }
  return kept;
}

function withoutOwnWords(expansion: Expansion, places: ReadonlySet<number>): Expansion {
  if (places.size === 0) return expansion;
  const slots = expansion.slots.map((slot, place) =>
    places.has(place)
      ? { ...slot, alternatives: slot.alternatives.filter(({ rule }, at) => at > 0 || rule !== undefined) }
      : slot,
  );
  return { ...expansion, slots };
}

import type { Expansion, RuleMatch, RuleProgram } from '../expansion.ts';
import { addTo, joinedToNext, liveTerms, withAlternatives } from '../rewriting.ts';
import type { Additions } from '../rewriting.ts';
import type { PhraseMatch, PhraseTable } from '../source/phrase-table.ts';

/** What a line says in place of its inputs. */
export interface SynonymRule {
  readonly line: number;
  /** Number of the line among those with a rule, 0 is the first. */
  readonly ordinal: number;
  readonly outputs: readonly Phrase[];
  /** Whether the input stays a way to say it. */
  readonly keep: boolean;
}

export interface Phrase {
  readonly words: readonly string[];
  /** The folded words, parted by a blank. */
  readonly key: string;
}

export interface SynonymTable {
  readonly file: string;
  readonly fold: (text: string) => string;
  /** By the key of the input; several lines may have the same one. */
  readonly rules: PhraseTable<readonly SynonymRule[]>;
}

/** Adds synonyms to the slots they stand for. One pass: what a rule has added is not looked up again. */
export class SynonymProgram implements RuleProgram {
  readonly #table: SynonymTable;

  constructor(table: SynonymTable) {
    this.#table = table;
  }

  rewrite(expansion: Expansion): Expansion {
    const terms = liveTerms(expansion);
    const typed = terms.map(({ text }) => text);
    const joined = joinedToNext(expansion, terms);
    const found = leftmostLongest(this.#table.rules.matches(typed.map(this.#table.fold), joined));
    if (found.length === 0) return expansion;
    const additions: Additions = new Map();
    const replaced = new Set<number>();
    const matched: RuleMatch[] = [];
    for (const { start, end, phrase: input, value: rules } of found) {
      const keep = rules.some((rule) => rule.keep);
      for (let place = start; place < end && !keep; place += 1) replaced.add(place);
      for (const rule of rules) {
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

  #match({ line }: SynonymRule, { id, match }: { id: string; match: string }): RuleMatch {
    const { file } = this.#table;
    return { rule: id, message: id, file, line, match, type: 'exact', instructions: ['synonym'] };
  }
}

/** From the left the longest match at each term, then on after it, as engines do. */
function leftmostLongest<T>(matches: readonly PhraseMatch<T>[]): PhraseMatch<T>[] {
  const kept: PhraseMatch<T>[] = [];
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

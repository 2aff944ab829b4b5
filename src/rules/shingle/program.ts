import type { Expansion, ExpansionSlot, RuleMatch, RuleProgram, RuleTerm } from '../expansion.ts';
import { addTo, sameFields, withAlternatives } from '../rewriting.ts';
import type { Additions } from '../rewriting.ts';

export interface ShingleSettings {
  readonly kind: 'shingle';
  readonly file: string;
  readonly line: number;
  /** Whether words that rules have added are joined too. */
  readonly acceptGenerated: boolean;
}

const RULE = 'shingle';
/** Of each slot, where added words are joined too: a slot of many synonyms must not multiply with the next. */
const MOST_WORDS = 8;

/** Joins every two neighbours that are looked for in the same fields. */
export class ShingleProgram implements RuleProgram {
  readonly #settings: ShingleSettings;

  constructor(settings: ShingleSettings) {
    this.#settings = settings;
  }

  rewrite(expansion: Expansion): Expansion {
    const additions: Additions = new Map();
    const matched: RuleMatch[] = [];
    for (let right = 1; right < expansion.slots.length; right += 1) {
      const before = this.#words(expansion.slots[right - 1]!);
      for (const [first, second] of pairs(before, this.#words(expansion.slots[right]!))) {
        if (!sameFields(first, second)) continue;
        const joined = { ...second, text: first.text + second.text };
        const alternative = { terms: [joined], weight: 1, rule: RULE };
        addTo(additions, right - 1, alternative);
        addTo(additions, right, alternative);
        matched.push(this.#match(first, second));
      }
    }
    return matched.length === 0 ? expansion : withAlternatives(expansion, additions, matched);
  }

  /** The slot's own word, and added ones where they count. */
  #words(slot: ExpansionSlot): RuleTerm[] {
    const words = slot.alternatives.flatMap(({ terms }) => (terms.length === 1 ? [terms[0]!] : []));
    return words.slice(0, this.#settings.acceptGenerated ? MOST_WORDS : 1);
  }

  #match(first: RuleTerm, second: RuleTerm): RuleMatch {
    const { file, line } = this.#settings;
    const match = `${first.text} ${second.text}`;
    return { rule: RULE, message: RULE, file, line, match, type: 'exact', instructions: [RULE] };
  }
}

function pairs<T>(left: readonly T[], right: readonly T[]): [T, T][] {
  return left.flatMap((first) => right.map((second): [T, T] => [first, second]));
}

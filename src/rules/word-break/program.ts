import type { Expansion, RuleMatch, RuleProgram, RuleTerm } from '../expansion.ts';
import { addTo, liveTerms, sameFields, withAlternatives } from '../rewriting.ts';
import type { Additions } from '../rewriting.ts';
import { compounds, splits } from './breaker.ts';
import type { BreakerSettings } from './breaker.ts';
import { DUTCH } from './dutch.ts';
import { GERMAN } from './german.ts';
import { type Linking, type Morphology, PLAIN } from './morphology.ts';
import { type PackedVocabulary, type Vocabulary, vocabularyOver } from './vocabulary.ts';

export interface WordBreakSettings extends BreakerSettings {
  readonly file: string;
  readonly line: number;
  /** Whether queries are looked up in small letters. */
  readonly lowerCase: boolean;
  /** Words between two that are also joined the other way round: `voer voor honden` → `hondenvoer`. */
  readonly triggers: ReadonlySet<string>;
  /** Words that are neither split nor made. */
  readonly protected: ReadonlySet<string>;
  readonly alwaysReverse: boolean;
}

/** Settings of word breaks as they go from one thread to another. */
export interface PackedWordBreak extends Omit<WordBreakSettings, 'vocabulary' | 'splitBy' | 'joinBy'> {
  readonly kind: 'word-break';
  /** Undefined: the words of the index, where they are known. */
  readonly vocabulary: PackedVocabulary | undefined;
  readonly splitBy: Morphology;
  readonly joinBy: Morphology;
}

const RULE = 'word-break';

const LINKINGS: Readonly<Record<Morphology, readonly Linking[]>> = { DEFAULT: PLAIN, GERMAN, DUTCH };
const NO_WORDS: Vocabulary = { frequency: () => 0, documents: 1 };

/** @param known words of the index, for settings that bring none */
export function openWordBreak(packed: PackedWordBreak, known: Vocabulary | undefined): WordBreakProgram {
  const { vocabulary, splitBy, joinBy, ...settings } = packed;
  return new WordBreakProgram({
    ...settings,
    vocabulary: vocabulary === undefined ? (known ?? NO_WORDS) : vocabularyOver(vocabulary),
    splitBy: LINKINGS[splitBy],
    joinBy: LINKINGS[joinBy],
  });
}

/** Says compounds as their parts, and neighbours as their compound. */
export class WordBreakProgram implements RuleProgram {
  readonly #settings: WordBreakSettings;

  constructor(settings: WordBreakSettings) {
    this.#settings = settings;
  }

  rewrite(expansion: Expansion): Expansion {
    const terms = liveTerms(expansion);
    const additions: Additions = new Map();
    const matched: RuleMatch[] = [];
    const triggers = new Set<number>();
    for (const [place, term] of terms.entries()) {
      if (this.#isTrigger(term)) {
        triggers.add(place);
        continue;
      }
      this.#split(place, term, { additions, matched });
      this.#join(place, terms, { additions, matched });
    }
    if (additions.size === 0 && triggers.size === 0) return expansion;
    return withoutTriggers(withAlternatives(expansion, additions, matched), triggers);
  }

  #split(place: number, term: RuleTerm, found: { additions: Additions; matched: RuleMatch[] }): void {
    const word = this.#folded(term);
    if (this.#settings.protected.has(word)) return;
    const ways = splits(word, this.#settings);
    for (const parts of ways) {
      const alternative = { terms: parts.map((text) => ({ ...term, text })), weight: 1, rule: RULE };
      addTo(found.additions, place, alternative);
    }
    if (ways.length > 0) found.matched.push(this.#match(term.text, 'decompound'));
  }

  #join(
    place: number,
    terms: readonly RuleTerm[],
    found: { additions: Additions; matched: RuleMatch[] },
  ): void {
    const term = terms[place]!;
    let before = place - 1;
    while (before >= 0 && sameFields(terms[before]!, term) && this.#isTrigger(terms[before]!)) before -= 1;
    const previous = terms[before];
    if (previous === undefined || !sameFields(previous, term)) return;
    const [left, right] = [this.#folded(previous), this.#folded(term)];
    const reversed = this.#settings.alwaysReverse || before < place - 1;
    const words = [
      ...compounds(left, right, this.#settings),
      ...(reversed ? compounds(right, left, this.#settings) : []),
    ].filter((word) => !this.#settings.protected.has(word));
    for (const text of words) {
      const alternative = { terms: [{ ...term, text }], weight: 1, rule: RULE };
      addTo(found.additions, before, alternative);
      addTo(found.additions, place, alternative);
    }
    if (words.length > 0) found.matched.push(this.#match(`${previous.text} ${term.text}`, 'compound'));
  }

  #isTrigger(term: RuleTerm): boolean {
    return this.#settings.triggers.has(this.#folded(term));
  }

  #folded({ text }: RuleTerm): string {
    return this.#settings.lowerCase ? text.toLowerCase() : text;
  }

  #match(match: string, instruction: string): RuleMatch {
    const { file, line } = this.#settings;
    return { rule: RULE, message: RULE, file, line, match, type: 'exact', instructions: [instruction] };
  }
}

/** The query without its trigger words; one word always stays. */
function withoutTriggers(expansion: Expansion, triggers: ReadonlySet<number>): Expansion {
  if (triggers.size === 0) return expansion;
  const last = triggers.size === expansion.slots.length ? expansion.slots.length - 1 : undefined;
  const gone = expansion.slots.filter((_, place) => triggers.has(place) && place !== last);
  return {
    ...expansion,
    slots: expansion.slots.filter((slot) => !gone.includes(slot)),
    deleted: [...expansion.deleted, ...gone.map(({ term }) => expansion.terms[term]!.text)],
  };
}

import { plainSlots } from './expansion.ts';
import type { Expansion, ExpansionAlternative, RuleMatch, RuleTerm } from './expansion.ts';

/** The words that are still in the query, in order: a deleted one is not. */
export function liveTerms(expansion: Expansion): RuleTerm[] {
  return expansion.slots.map((slot) => expansion.terms[slot.term]!);
}

/** For each of these words of the query whether no blank parts it from the next one, as it was typed. */
export function joinedToNext({ query }: Expansion, terms: readonly RuleTerm[]): readonly boolean[] {
  let end = 0;
  const spans = terms.map(({ text }) => {
    const start = query.indexOf(text, end);
    // Replaced by a rule: it stands nowhere.
    if (start < 0) return undefined;
    end = start + text.length;
    return { start, end };
  });
  return spans.map((span, at) => span !== undefined && span.end === spans[at + 1]?.start);
}

/** The query with these words instead of its own; what was added to its slots goes with them. */
export function withTerms(
  expansion: Expansion,
  terms: readonly RuleTerm[],
  matched: readonly RuleMatch[],
): Expansion {
  return { ...expansion, ...plainSlots(terms), matched: [...expansion.matched, ...matched] };
}

/** The query without the words at these places of {@link Expansion.slots}. */
export function withoutSlots(expansion: Expansion, places: ReadonlySet<number>): Expansion {
  const gone = new Set([...places].map((place) => expansion.slots[place]?.term));
  const numbers = new Map<number, number>();
  const terms = expansion.terms.filter((_, number) => {
    if (gone.has(number)) return false;
    numbers.set(number, numbers.size);
    return true;
  });
  const slots = expansion.slots
    .filter((_, place) => !places.has(place))
    .map((slot) => ({ ...slot, term: numbers.get(slot.term)! }));
  return { ...expansion, terms, slots };
}

/** Alternatives for slots: the key is the slot's place in {@link Expansion.slots}. */
export type Additions = Map<number, ExpansionAlternative[]>;

/** Adds an alternative for the slot at `place`. */
export function addTo(additions: Additions, place: number, alternative: ExpansionAlternative): void {
  const there = additions.get(place);
  if (there === undefined) additions.set(place, [alternative]);
  else there.push(alternative);
}

/** The query with these alternatives after those its slots have; what a slot says already is not said again. */
export function withAlternatives(
  expansion: Expansion,
  additions: Additions,
  matched: readonly RuleMatch[],
): Expansion {
  const slots = expansion.slots.map((slot, place) => {
    const added = additions.get(place);
    if (added === undefined) return slot;
    const said = new Set(slot.alternatives.map(wording));
    const alternatives = [...slot.alternatives];
    for (const alternative of added) {
      const words = wording(alternative);
      if (said.has(words)) continue;
      said.add(words);
      alternatives.push(alternative);
    }
    return { ...slot, alternatives };
  });
  return { ...expansion, slots, matched: [...expansion.matched, ...matched] };
}

/** Equal for alternatives that say the same; terms hold no control characters. */
function wording({ terms }: ExpansionAlternative): string {
  return terms
    .map(({ text, fields }) => (fields === undefined ? text : [text, ...fields].join('\u0001')))
    .join('\0');
}

/** Whether two terms are looked for in the same fields, in whatever order these are named. */
export function sameFields(a: RuleTerm, b: RuleTerm): boolean {
  if (a.fields === undefined || b.fields === undefined) return a.fields === b.fields;
  const names = new Set(a.fields);
  return names.size === new Set(b.fields).size && b.fields.every((name) => names.has(name));
}

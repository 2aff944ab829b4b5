import type { Alternative, Query, Slot } from '../../../domain/query.ts';
import type { Expansion, ExpansionAlternative, RuleTerm } from '../../../rules/expansion.ts';
import { foldCase } from '../../../text/normalise.ts';

/**
 * The slots once rules have worked on the words: those that stayed keep what other stages found for them, deleted
 * ones are gone, and new words stand where the old ones stood.
 */
export function slotsAfter({ slots, typed }: Query, before: Expansion, after: Expansion): readonly Slot[] {
  const kept = keptTerms(before.terms, after.terms);
  return after.slots.map(({ term, alternatives }): Slot => {
    const stayed = kept.get(term);
    const slot = stayed === undefined ? undefined : slots[stayed];
    // The user's own word is gone where a rule deleted it and left its synonyms.
    const isOwn = alternatives[0]?.rule === undefined;
    if (slot !== undefined && isOwn) {
      return { ...slot, alternatives: [...slot.alternatives, ...alternatives.slice(1).map(alternativeOf)] };
    }
    const key = foldCase(after.terms[term]?.text ?? '');
    const span = slot?.span ?? spanOf(term, { kept, slots, typed });
    return { span, key, alternatives: alternatives.map(alternativeOf) };
  });
}

/** Terms after, by number, that are terms before: those that both lists begin with, and those that both end with. */
function keptTerms(before: readonly RuleTerm[], after: readonly RuleTerm[]): ReadonlyMap<number, number> {
  const kept = new Map<number, number>();
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start]!.text === after[start]!.text) {
    kept.set(start, start);
    start += 1;
  }
  for (let end = 1; end <= shorter - start; end += 1) {
    if (before[before.length - end]!.text !== after[after.length - end]!.text) break;
    kept.set(after.length - end, before.length - end);
  }
  return kept;
}

interface Around {
  readonly kept: ReadonlyMap<number, number>;
  readonly slots: readonly Slot[];
  readonly typed: string;
}

/** Between the kept slots to the left and to the right, where the words that are gone stood. */
function spanOf(term: number, { kept, slots, typed }: Around): Slot['span'] {
  let left: Slot | undefined;
  let right: Slot | undefined;
  for (const [now, was] of kept) {
    if (now < term) left = slots[was];
    else right ??= slots[was];
  }
  const start = left?.span.end ?? 0;
  return { start, end: Math.max(start, right?.span.start ?? typed.length) };
}

function alternativeOf({ terms, weight, rule = 'rules' }: ExpansionAlternative): Alternative {
  const named = terms.find(({ fields }) => fields !== undefined)?.fields;
  return {
    terms: terms.map(({ text }) => text),
    weight,
    origin: rule,
    ...(named === undefined ? {} : { fields: named }),
  };
}

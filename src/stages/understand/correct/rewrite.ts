import type { Query, Slot } from '../../../domain/query.ts';
import { foldCase } from '../../../text/normalise.ts';
import type { ChangedWords } from './align.ts';
import type { Edit } from './correction.ts';

/** The query with the corrected text in the place of its own; its words are to be cut again. */
export function withText(query: Query, text: string, edits: readonly Edit[]): Query {
  const origins: number[] = [];
  let at = 0;
  for (const { start, end, replacement } of edits) {
    origins.push(...query.origins.slice(at, start));
    // What was put in comes from where the mistake began.
    for (let unit = 0; unit < replacement.length; unit += 1) origins.push(query.origins[start] ?? 0);
    at = end;
  }
  origins.push(...query.origins.slice(at));
  return { ...query, text, key: foldCase(text), origins, slots: [] };
}

/** The query whose changed words may also be said as corrected, at a weight. */
export function withAlternatives(query: Query, changed: readonly ChangedWords[], weight: number): Query {
  const slots = query.slots.map((slot, at): Slot => {
    const group = changed.find(({ first, end }) => first <= at && at < end);
    if (group === undefined) return slot;
    const correction = { terms: group.words, weight, origin: 'correct' };
    return { ...slot, alternatives: [...slot.alternatives, correction] };
  });
  return { ...query, slots };
}

import type { Query, Slot } from '../../domain/query.ts';

/** Half of Elasticsearch's own default bound on clauses (`indices.query.bool.max_clause_count`). */
export const MAX_CLAUSES = 512;

/**
 * The query with its lightest expansions left out until its terms, once for every field of every clause, stay
 * within the bound; first alternatives always stay.
 */
export function withinBudget(
  query: Query,
  copies: number,
): { readonly query: Query; readonly dropped: number } {
  const allowed = Math.floor(MAX_CLAUSES / Math.max(1, copies));
  const size = (slots: readonly Slot[]): number =>
    slots.reduce(
      (sum, { alternatives }) => sum + alternatives.reduce((n, { terms }) => n + terms.length, 0),
      0,
    );
  let excess = size(query.slots) - allowed;
  if (excess <= 0) return { query, dropped: 0 };
  const expansions = query.slots
    .flatMap(({ alternatives }) => alternatives.slice(1))
    .toSorted((a, b) => a.weight - b.weight);
  const left = new Set<unknown>();
  for (const alternative of expansions) {
    if (excess <= 0) break;
    left.add(alternative);
    excess -= alternative.terms.length;
  }
  const slots = query.slots.map((slot) => ({
    ...slot,
    alternatives: slot.alternatives.filter((alternative) => !left.has(alternative)),
  }));
  return { query: { ...query, slots }, dropped: left.size };
}

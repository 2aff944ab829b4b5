import type { Boost, Query, Slot } from '../../domain/query.ts';

/** What is left of a query within a bound on its clauses. */
export interface Budgeted {
  readonly query: Query;
  /** Alternatives that were left out. */
  readonly dropped: number;
  /** Whether the words themselves are within the bound. */
  readonly fits: boolean;
}

/**
 * The query with its lightest expansions left out until its terms, once for every field of every clause, stay
 * within the bound; first alternatives always stay.
 * @param copies how many times each term is written down
 */
export function withinBudget(query: Query, copies: number, maxClauses: number): Budgeted {
  const allowed = Math.floor(maxClauses / Math.max(1, copies));
  let excess = size(query.slots) - allowed;
  if (excess <= 0) return { query, dropped: 0, fits: true };
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
  return { query: { ...query, slots }, dropped: left.size, fits: excess <= 0 };
}

/**
 * The boosts that stay within the bound, in their order: those that weigh least are left out. Filters always stay.
 * @param copies how many times each term is written down
 */
export function boostsWithinBudget(
  boosts: readonly Boost[],
  copies: number,
  maxClauses: number,
): readonly Boost[] {
  let left = Math.floor(maxClauses / Math.max(1, copies));
  const kept = new Set<Boost>();
  for (const boost of boosts.toSorted((a, b) => b.factor - a.factor)) {
    left -= termsOf(boost);
    if (left < 0) break;
    kept.add(boost);
  }
  return kept.size === boosts.length ? boosts : boosts.filter((boost) => kept.has(boost));
}

/** A phrase or a raw query counts as one. */
function termsOf({ clause: { must, should, mustNot } }: Boost): number {
  return Math.max(1, must.length + should.length + mustNot.length);
}

function size(slots: readonly Slot[]): number {
  return slots.reduce(
    (sum, { alternatives }) => sum + alternatives.reduce((terms, way) => terms + way.terms.length, 0),
    0,
  );
}

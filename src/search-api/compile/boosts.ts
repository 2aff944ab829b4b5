import type { Boost, Query } from '../../domain/query.ts';
import { condition, type Where } from './conditions.ts';
import { array, boostOf, type Dsl, object, some } from './dsl.ts';

/** What stands around the caller's query, ready to be written down. */
export interface Surroundings {
  readonly filter: readonly Dsl[];
  readonly should: readonly Dsl[];
  /** What could not be said, for explain. */
  readonly notes: readonly unknown[];
}

/**
 * Boosts and filters as clauses. Boosts stand in `should` beside a `must`, so they never decide what matches; going
 * down is a reward for everything else, since a negative boost does not exist.
 * @param additive false where a function of the caller's makes the score, to which nothing may be added
 */
export function surroundings(query: Query, wheres: readonly Where[], additive: boolean): Surroundings {
  const notes: unknown[] = [];
  const said = (clause: Dsl | undefined, origin: string): readonly Dsl[] => {
    if (clause !== undefined) return [clause];
    notes.push({ notApplied: origin, why: 'the condition is no query' });
    return [];
  };
  const filter = query.filters.flatMap(({ clause, origin }) => said(condition(clause, wheres), origin));
  const boosts = query.boosts.filter(({ factor }) => factor > 0 && Number.isFinite(factor));
  if (!additive && boosts.length > 0) {
    notes.push({ notApplied: boosts.map(({ origin }) => origin), why: 'a function makes the score' });
    return { filter, should: [], notes };
  }
  const should = boosts.flatMap((boost) =>
    said(condition(boost.clause, wheres), boost.origin).map((clause) => reward(boost, clause)),
  );
  return { filter, should, notes };
}

/** The caller's query inside its surroundings. */
export function surround(query: Dsl, { filter, should }: Surroundings): Dsl {
  return object({
    bool: object({ must: array([query]), filter: some(filter), should: some(should) }),
  });
}

function reward({ by, factor }: Boost, clause: Dsl): Dsl {
  const boost = boostOf(factor);
  if (by === 'up') return object({ bool: object({ must: array([clause]), boost }) });
  const others = object({ bool: object({ must_not: array([clause]) }) });
  return object({ constant_score: object({ filter: others, boost }) });
}

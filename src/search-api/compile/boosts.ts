import type { Boost, Query } from '../../domain/query.ts';
import { condition, type Where } from './conditions.ts';
import { array, boostOf, type Dsl, number, object, some, text } from './dsl.ts';

/** Far above any score of words, and exact in 32 bits; pins before others of theirs get one more. */
const PINNED = 1_000_000;
const PIN_STEP = 1_000;
/** Above most scores of words, below any pin. */
const ADMITTED = 1_000;

/** What stands around the caller's query, ready to be written down. */
export interface Surroundings {
  readonly filter: readonly Dsl[];
  readonly should: readonly Dsl[];
  /** Functions that the score is multiplied with. */
  readonly factors: readonly Dsl[];
  /** Documents that are found whatever the words are, first of them first. */
  readonly pinned: readonly string[];
  /** Conditions whose documents are found whatever the words are. */
  readonly admitted: readonly Dsl[];
  /** What could not be said, for explain. */
  readonly notes: readonly unknown[];
}

/**
 * Boosts, filters and pins as clauses. Boosts stand in `should` beside a `must`, so they never decide what matches;
 * going down is a reward for everything else, since a negative boost does not exist.
 * @param additive false where a function of the caller's makes the score, to which nothing may be added
 */
export function surroundings(query: Query, wheres: readonly Where[], additive: boolean): Surroundings {
  const notes: unknown[] = [];
  const said = (clause: Dsl | undefined, origin: string): readonly Dsl[] => {
    if (clause !== undefined) return [clause];
    notes.push({ notApplied: origin, why: 'the condition is no query' });
    return [];
  };
  const { hides, pins } = query.instructions;
  const hidden = hides.flatMap(({ ids }) => ids);
  const filter = [
    ...query.filters.flatMap(({ clause, origin }) => said(condition(clause, wheres), origin)),
    ...(hidden.length === 0 ? [] : [object({ bool: object({ must_not: array([idsIn(hidden)]) }) })]),
  ];
  const pinned = [...new Set([...pins].sort((a, b) => a.position - b.position).flatMap(({ ids }) => ids))];
  const boosts = query.boosts.filter(({ factor }) => factor > 0 && Number.isFinite(factor));
  const added = boosts.filter(({ mode = 'add' }) => mode === 'add');
  const multiplied = boosts.filter(({ mode }) => mode === 'multiply');
  if (!additive && added.length > 0) {
    notes.push({ notApplied: added.map(({ origin }) => origin), why: 'a function makes the score' });
  }
  const written = (list: readonly Boost[], write: (boost: Boost, clause: Dsl) => Dsl): readonly Dsl[] =>
    list.flatMap((boost) =>
      said(condition(boost.clause, wheres), boost.origin).map((clause) => write(boost, clause)),
    );
  return {
    filter,
    should: additive ? written(added, reward) : [],
    factors: written(multiplied, multiplier),
    pinned,
    // What a function makes of scores leaves no place for what has none of the words.
    admitted: additive
      ? query.admitted.flatMap(({ clause, origin }) => said(condition(clause, wheres), origin))
      : [],
    notes,
  };
}

/** Whether nothing stands around the query. */
export function isBare({ filter, should, factors, pinned, admitted }: Surroundings): boolean {
  return filter.length + should.length + factors.length + pinned.length + admitted.length === 0;
}

/**
 * The caller's query inside its surroundings. Filters hold for pinned and admitted documents too.
 * @param required what the caller's query asks for besides words: these documents need not hold the words
 */
export function surround(
  query: Dsl,
  { filter, should, factors, pinned, admitted }: Surroundings,
  required: readonly Dsl[] = [],
): Dsl {
  const others = [
    ...pinned.map((id, at) => ({
      clause: idsIn([id]),
      boost: PINNED + (pinned.length - at) * PIN_STEP,
    })),
    ...admitted.map((clause) => ({ clause, boost: ADMITTED })),
  ];
  if (factors.length + others.length === 0) return bool(query, filter, should);
  const added = should.length === 0 ? query : bool(query, [], should);
  const scored = factors.length === 0 ? added : multiply(added, factors);
  const found = others.length === 0 ? scored : orOthers(scored, others, required);
  return filter.length === 0 ? found : bool(found, filter, []);
}

function bool(query: Dsl, filter: readonly Dsl[], should: readonly Dsl[]): Dsl {
  return object({ bool: object({ must: array([query]), filter: some(filter), should: some(should) }) });
}

function multiply(query: Dsl, factors: readonly Dsl[]): Dsl {
  const functions = array(factors);
  const by = '"multiply"';
  return object({ function_score: object({ query, functions, score_mode: by, boost_mode: by }) });
}

function orOthers(
  query: Dsl,
  others: readonly { readonly clause: Dsl; readonly boost: number }[],
  required: readonly Dsl[],
): Dsl {
  const clauses = others.map(({ clause, boost }) => {
    const filter =
      required.length === 0 ? clause : object({ bool: object({ filter: array([clause, ...required]) }) });
    return object({ constant_score: object({ filter, boost: number(boost) }) });
  });
  return object({ bool: object({ should: array([query, ...clauses]), minimum_should_match: '1' }) });
}

function idsIn(ids: readonly string[]): Dsl {
  return object({ ids: object({ values: array(ids.map(text)) }) });
}

/** A weight of one function; documents outside its filter keep their score. */
function multiplier({ by, factor }: Boost, clause: Dsl): Dsl {
  return object({ filter: clause, weight: number(by === 'up' ? factor : 1 / factor) });
}

function reward({ by, factor }: Boost, clause: Dsl): Dsl {
  const boost = boostOf(factor);
  if (by === 'up') return object({ bool: object({ must: array([clause]), boost }) });
  const others = object({ bool: object({ must_not: array([clause]) }) });
  return object({ constant_score: object({ filter: others, boost }) });
}

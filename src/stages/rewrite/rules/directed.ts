import type { Boost, Clause, Filter, Instructions, Query } from '../../../domain/query.ts';
import type { Expansion, RuleCondition } from '../../../rules/expansion.ts';

/** The query with everything that rules say besides words, and what could not be said. */
export interface Directed {
  readonly query: Query;
  readonly notes: readonly unknown[];
}

/**
 * Boosts, filters and instructions of the rules on top of those that the query has.
 * @param context pairs of `Relevance-Context`, which fill `%%name%%` in raw conditions
 */
export function directed(query: Query, expansion: Expansion, context: ReadonlyMap<string, string>): Directed {
  const notes: unknown[] = [];
  const clauseOf = (condition: RuleCondition, rule: string): Clause | undefined => {
    const raw = condition.raw === null ? null : rawQuery(condition.raw, context);
    if (raw !== undefined) return { ...condition, raw };
    notes.push({ notApplied: rule, why: 'the request has no value for a parameter of its condition' });
    return undefined;
  };
  const boosts = expansion.boosts.flatMap(({ by, factor, condition, rule, mode }): Boost[] => {
    const clause = clauseOf(condition, rule);
    return clause === undefined
      ? []
      : [{ by, factor, clause, origin: rule, isRule: true, ...(mode === undefined ? {} : { mode }) }];
  });
  const filters = expansion.filters.flatMap(({ condition, rule }): Filter[] => {
    const clause = clauseOf(condition, rule);
    return clause === undefined ? [] : [{ clause, origin: rule }];
  });
  return {
    query: {
      ...query,
      boosts: [...query.boosts, ...boosts],
      filters: [...query.filters, ...filters],
      instructions: instructionsOf(query.instructions, expansion),
    },
    notes,
  };
}

function instructionsOf(given: Instructions, expansion: Expansion): Instructions {
  const { pins, buries, hides, legs, rerankOff, decorations, redirects } = expansion;
  return {
    pins: [...given.pins, ...pins.map(({ ids, position, rule }) => ({ ids, position, origin: rule }))],
    buries: [...given.buries, ...buries.map(({ ids, rule }) => ({ ids, origin: rule }))],
    hides: [...given.hides, ...hides.map(({ ids, rule }) => ({ ids, origin: rule }))],
    legs: [...given.legs, ...legs.map(({ leg, weight, rule }) => ({ leg, weight, origin: rule }))],
    rerank: given.rerank && rerankOff.length === 0,
    decorations: [
      ...given.decorations,
      ...redirects.map(({ value, rule }) => ({ key: 'redirect', value, origin: rule })),
      ...decorations.map(({ key, value, rule }) => ({ key, value, origin: rule })),
    ],
  };
}

/** A raw condition as JSON of the engine's language; text that is no JSON is in query string syntax. */
function rawQuery(raw: string, context: ReadonlyMap<string, string>): string | undefined {
  let complete = true;
  const isJson = raw.trimStart().startsWith('{');
  const filled = raw.replaceAll(/%%([^%\s]+)%%/g, (_, name: string) => {
    const value = context.get(name);
    if (value === undefined) complete = false;
    return isJson ? JSON.stringify(value ?? '').slice(1, -1) : (value ?? '');
  });
  if (!complete) return undefined;
  return isJson ? filled : JSON.stringify({ query_string: { query: filled } });
}

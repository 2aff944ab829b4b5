import type { Boost, Clause, Filter } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import { all, array, type Dsl, number, object, text } from './dsl.ts';
import { isHanWord } from './field-slots.ts';
import { fieldList } from './slot-clause.ts';

/**
 * The caller's query with boosts and filters around it. Boosts stand in `should` beside a `must`, so they never
 * decide what matches; going down is a reward for everything else, since a negative boost does not exist.
 */
export function surround(
  query: Dsl,
  boosts: readonly Boost[],
  filters: readonly Filter[],
  fields: TextClause['fields'],
): Dsl {
  if (boosts.length === 0 && filters.length === 0) return query;
  const filter = filters.map(({ clause }) => condition(clause, fields));
  const should = boosts
    .filter(({ factor }) => factor > 0)
    .map(({ by, factor, clause }) => reward(by, factor, condition(clause, fields)));
  return object({
    bool: object({
      must: array([query]),
      filter: filter.length === 0 ? undefined : array(filter),
      should: should.length === 0 ? undefined : array(should),
    }),
  });
}

function reward(by: Boost['by'], factor: number, clause: Dsl): Dsl {
  if (by === 'up') return object({ bool: object({ must: array([clause]), boost: number(factor) }) });
  const others = object({ bool: object({ must_not: array([clause]) }) });
  return object({ constant_score: object({ filter: others, boost: number(factor) }) });
}

function condition(clause: Clause, fields: TextClause['fields']): Dsl {
  if (clause.raw !== null) return clause.raw;
  if (clause.phrase !== null) {
    return anywhere(clause.phrase.terms.join(' '), fields, 'phrase', clause.phrase.slop);
  }
  const words = (terms: readonly string[]): Dsl[] => terms.map((term) => word(term, fields));
  if (clause.should.length === 0 && clause.mustNot.length === 0) return all(words(clause.must));
  return object({
    bool: object({
      must: clause.must.length === 0 ? undefined : array(words(clause.must)),
      should: clause.should.length === 0 ? undefined : array(words(clause.should)),
      must_not: clause.mustNot.length === 0 ? undefined : array(words(clause.mustNot)),
    }),
  });
}

function word(term: string, fields: TextClause['fields']): Dsl {
  return anywhere(term, fields, isHanWord(term) ? 'phrase' : 'best_fields', 0);
}

function anywhere(query: string, fields: TextClause['fields'], type: string, slop: number): Dsl {
  return object({
    multi_match: object({
      query: text(query),
      type: text(type),
      fields: fields.length === 0 ? undefined : fieldList(fields),
      slop: slop === 0 ? undefined : number(slop),
      lenient: 'true',
    }),
  });
}

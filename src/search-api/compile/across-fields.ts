import type { TextClause } from '../../domain/search-request.ts';
import type { ClauseContext } from './context.ts';
import { ANY, counted, countingOf, required, weighed } from './counting.ts';
import { array, type Dsl, number, object } from './dsl.ts';
import { cutOf, splitFields } from './fields.ts';
import { COUNTING, ownClause } from './own-clause.ts';
import { pick, type Place, slotClauses } from './slot-clause.ts';

type Fields = TextClause['fields'];

/**
 * `cross_fields`: each word over all fields of words at once; what they score, by the caller's own clause and by
 * words found whole. Keywords compare the text as it was typed, beside them, as Elasticsearch itself sets fields of
 * other analyzers apart.
 */
export function acrossFields(clause: TextClause, context: ClauseContext): Dsl {
  const { reading, index } = context;
  const { words, exact } = splitFields(clause.fields, index);
  const outer = pick(clause.options, ['boost', '_name']);
  const inWords = overWords(clause, words, context);
  if (exact.length === 0) return object({ bool: object({ ...inWords, ...outer }) });
  const parts = [object({ bool: object(inWords) }), ownClause(clause, reading.query.typed, exact)];
  const tieBreaker = clause.options.get('tie_breaker');
  return object({ dis_max: object({ queries: array(parts), tie_breaker: tieBreaker, ...outer }) });
}

/** Members of a `bool`: what matches and what it scores. */
function overWords(
  clause: TextClause,
  fields: Fields,
  { reading, index, policy }: ClauseContext,
): Record<string, Dsl> {
  const { slots } = reading.query;
  const places = placesOf(clause, fields, index);
  const counting = countingOf(clause.options) ?? ANY;
  const own = ownClause(clause, reading.text, fields, COUNTING);
  const words = object({
    bool: object({
      should: array(slotClauses(weighed(slots), places, ANY)),
      boost: number(policy.wordWeight),
    }),
  });
  const matching = counted(slotClauses(required(slots, counting), places, counting), counting);
  // Analyzers that know words may cut the text in another way than the words here.
  const isKnown = places.some(({ cut }) => cut === 'word');
  const filter = isKnown ? counted([matching, ownClause(clause, reading.text, fields)], ANY) : matching;
  return { filter: array([filter]), should: array([own, words]) };
}

/** Fields that cut Chinese alike look for the same terms. */
function placesOf(clause: TextClause, fields: Fields, index: ClauseContext['index']): readonly Place[] {
  const cuts = [...new Set(fields.map(({ name }) => cutOf(index, name)))];
  return cuts.map((cut) => ({
    shape: 'across',
    fields: fields.filter(({ name }) => cutOf(index, name) === cut),
    cut,
    options: clause.options,
  }));
}

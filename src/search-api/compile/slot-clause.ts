import type { Alternative, Slot } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import { all, array, best, boostOf, type Dsl, object, text } from './dsl.ts';
import { isHanWord } from './field-slots.ts';

/** Options of the caller's clause that go to the clause of every term, by the kind of clause it becomes. */
const TERM_OPTIONS = [
  'fuzziness',
  'prefix_length',
  'max_expansions',
  'fuzzy_transpositions',
  'fuzzy_rewrite',
  'lenient',
  'auto_generate_synonyms_phrase_query',
  'analyzer',
];
const PHRASE_OPTIONS = ['analyzer'];

type Options = TextClause['options'];

/** One slot on one field: the best of its alternatives. */
export function slotOnField(slot: Slot, field: string, options: Options): Dsl {
  return best(slot.alternatives.map((alternative) => onField(alternative, field, options)));
}

/** One slot over several fields at once, which may share its terms. */
export function slotAcrossFields(slot: Slot, fields: TextClause['fields'], options: Options): Dsl {
  return best(slot.alternatives.map((alternative) => acrossFields(alternative, fields, options)));
}

function onField({ terms, weight }: Alternative, field: string, options: Options): Dsl {
  return weighted(
    terms.map((term) => {
      const phrase = isHanWord(term);
      const kept = pick(options, phrase ? PHRASE_OPTIONS : TERM_OPTIONS);
      const boost = terms.length === 1 ? boostOf(weight) : undefined;
      const clause = object({ query: text(term), ...kept, boost });
      return object({ [phrase ? 'match_phrase' : 'match']: object({ [field]: clause }) });
    }),
    weight,
  );
}

function acrossFields({ terms, weight }: Alternative, fields: TextClause['fields'], options: Options): Dsl {
  return weighted(
    terms.map((term) => {
      const phrase = isHanWord(term);
      const boost = terms.length === 1 ? boostOf(weight) : undefined;
      return object({
        multi_match: object({
          query: text(term),
          type: text(phrase ? 'phrase' : 'cross_fields'),
          fields: fieldList(fields),
          ...pick(options, ['analyzer', 'tie_breaker', 'lenient']),
          boost,
        }),
      });
    }),
    weight,
  );
}

/** A single term carries its weight itself; several are bound together, with the weight outside. */
function weighted(clauses: readonly Dsl[], weight: number): Dsl {
  if (clauses.length === 1 || weight === 1) return all(clauses);
  return object({ bool: object({ must: array(clauses), boost: boostOf(weight) }) });
}

export function fieldList(fields: TextClause['fields']): Dsl {
  return array(fields.map(({ name, boost }) => text(boost === 1 ? name : `${name}^${boost}`)));
}

/** These options as the caller wrote them; those not given are left out. */
export function pick(options: Options, names: readonly string[]): Record<string, Dsl | undefined> {
  return Object.fromEntries(names.map((name) => [name, options.get(name)]));
}

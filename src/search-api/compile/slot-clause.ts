import type { HanCut } from '../../domain/catalog.ts';
import type { Alternative, Slot } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import { asBigrams } from './lone-characters.ts';
import { type Counting, mayVanish } from './counting.ts';
import { all, array, best, boostOf, type Dsl, object, text } from './dsl.ts';
import { type Ask, askFor } from './words.ts';

type Options = TextClause['options'];
type Fields = TextClause['fields'];

/** Fields that look for a slot together: one field by itself, or several that may share the words of a query. */
export interface Place {
  readonly shape: 'field' | 'across';
  readonly fields: Fields;
  readonly cut: HanCut | null;
  readonly options: Options;
}

/** Options of the caller's clause that go to the clauses of its words. */
const WORD_OPTIONS = [
  'fuzziness',
  'prefix_length',
  'max_expansions',
  'fuzzy_transpositions',
  'fuzzy_rewrite',
  'lenient',
  'auto_generate_synonyms_phrase_query',
  'analyzer',
];
const ACROSS_OPTIONS = ['analyzer', 'tie_breaker', 'lenient'];

/** The slots over places: each may match in any of them, in any of its ways, of which the best counts. */
export function slotClauses(
  slots: readonly Slot[],
  places: readonly Place[],
  counting: Counting,
): readonly Dsl[] {
  const byPlace = places.map((place) => {
    const found = place.cut === 'bigram' ? asBigrams(slots) : slots;
    return found.map((slot) => {
      const vanishing = mayVanish(slot, counting);
      return slot.alternatives.map((alternative) => alternativeIn(place, alternative, vanishing));
    });
  });
  return slots.map((_, at) => best(byPlace.flatMap((clauses) => clauses[at] ?? [])));
}

function alternativeIn(asked: Place, { terms, weight, fields }: Alternative, vanishing: boolean): Dsl {
  const place = fields === undefined ? asked : elsewhere(fields);
  const asks = terms.map((term) => askFor(term, place.cut));
  const boost = boostOf(weight);
  // Words that only an analyzer cuts can stand in one clause, where it also drops its stop words.
  if (terms.length > 1 && asks.every((ask) => ask === 'own')) {
    return clause(place, { ask: 'all', query: terms.join(' '), boost, vanishing });
  }
  const [term] = terms;
  const [ask] = asks;
  if (terms.length === 1 && term !== undefined && ask !== undefined) {
    return clause(place, { ask, query: term, boost, vanishing });
  }
  const clauses = terms.map((query, at) => clause(place, { ask: asks[at] ?? 'own', query, vanishing }));
  return all(clauses, boost);
}

const NONE: Readonly<Record<string, Dsl>> = {};
const LENIENT: Options = new Map([['lenient', 'true']]);

/** Fields that the alternative names, of which nothing is known; the caller's options are for the caller's own. */
function elsewhere(names: readonly string[]): Place {
  return { shape: 'across', fields: names.map((name) => ({ name, boost: 1 })), cut: null, options: LENIENT };
}

interface Asked {
  readonly ask: Ask;
  readonly query: string;
  readonly boost?: Dsl | undefined;
  readonly vanishing: boolean;
}

function clause(place: Place, { ask, query, boost, vanishing }: Asked): Dsl {
  const { shape, fields, options } = place;
  const zeroTerms = vanishing ? '"all"' : undefined;
  const [field] = fields;
  if (shape === 'field' && field !== undefined) {
    const kept = ask === 'phrase' ? pick(options, ['analyzer']) : wordOptions(ask, options);
    const body = object({ query: text(query), ...kept, zero_terms_query: zeroTerms, boost });
    return object({ [ask === 'phrase' ? 'match_phrase' : 'match']: object({ [field.name]: body }) });
  }
  return object({
    multi_match: object({
      query: text(query),
      type: ask === 'phrase' ? '"phrase"' : '"cross_fields"',
      fields: fieldList(fields),
      ...(ask === 'phrase' ? {} : operatorFor(ask, options)),
      ...pick(options, ACROSS_OPTIONS),
      zero_terms_query: zeroTerms,
      boost,
    }),
  });
}

function wordOptions(ask: Ask, options: Options): Record<string, Dsl | undefined> {
  return { ...operatorFor(ask, options), ...pick(options, WORD_OPTIONS) };
}

/** Of a term that an analyzer cuts, such as wi-fi: a share of its pieces, as the caller asks for a share of all. */
function operatorFor(ask: Ask, options: Options): Record<string, Dsl | undefined> {
  if (ask === 'all') return { operator: '"and"' };
  if (ask === 'any') return { operator: '"or"' };
  const share = options.get('minimum_should_match');
  return {
    operator: options.get('operator'),
    minimum_should_match: share !== undefined && /^"-?\d+%"$/.test(share) ? share : undefined,
  };
}

export function fieldList(fields: Fields): Dsl {
  return array(fields.map(({ name, boost }) => text(boost === 1 ? name : `${name}^${boost}`)));
}

/** These options as the caller wrote them; those not given are left out. */
export function pick(options: Options, names: readonly string[]): Readonly<Record<string, Dsl>> {
  // Most callers give no options, and this is asked for every word of every field.
  if (options.size === 0) return NONE;
  const picked: Record<string, Dsl> = {};
  for (const name of names) {
    const value = options.get(name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

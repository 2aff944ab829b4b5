import type { IndexDescription } from '../../domain/catalog.ts';
import type { Query, Slot } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import { array, boostOf, type Dsl, object, text } from './dsl.ts';
import { slotsFor } from './field-slots.ts';
import { fieldList, pick, slotAcrossFields, slotOnField } from './slot-clause.ts';

/** Kinds of `multi_match` that look for the words field by field. */
const BY_FIELD = new Set(['best_fields', 'most_fields']);

/** Options of a `match` that say which of its terms must match. */
interface Counting {
  readonly all: boolean;
  readonly minimumShouldMatch: Dsl | undefined;
}

/**
 * The clause written down as slots, or undefined where its semantics (a phrase, a prefix, one combined field,
 * fields by pattern) could not be kept, so that only its text may change.
 */
export function compileClause(
  clause: TextClause,
  query: Query,
  index: IndexDescription | undefined,
): Dsl | undefined {
  const { fields, options } = clause;
  const { slots } = query;
  if (clause.kind === 'match') return compileMatch(clause, slots, query, index);
  if (clause.kind !== 'multi_match' || fields.length === 0) return undefined;
  if (fields.some(({ name }) => name.includes('*'))) return undefined;
  const type = options.get('type');
  const kind = type === undefined ? 'best_fields' : (JSON.parse(type) as string);
  if (BY_FIELD.has(kind)) return byField(kind, clause, query, index);
  if (kind !== 'cross_fields') return undefined;
  const cut = commonCut(fields, index);
  const across = slotsFor(cut, slots).map((slot) => slotAcrossFields(slot, fields, options));
  return scored(counted(across, countingOf(options)), ownClause(clause, query), options);
}

function compileMatch(
  clause: TextClause,
  slots: readonly Slot[],
  query: Query,
  index: IndexDescription | undefined,
): Dsl | undefined {
  const [field] = clause.fields;
  if (field === undefined || !isText(index, field.name)) return undefined;
  const wanted = slotsFor(cutOf(index, field.name), slots).map((slot) =>
    slotOnField(slot, field.name, clause.options),
  );
  return scored(counted(wanted, countingOf(clause.options)), ownClause(clause, query), clause.options);
}

/** Per field a bool over the slots; the best field counts, or their sum. */
function byField(kind: string, clause: TextClause, query: Query, index: IndexDescription | undefined): Dsl {
  const { options } = clause;
  const perField = clause.fields.map(({ name, boost }) => {
    if (!isText(index, name)) return ownOnField(clause, query, name, boost);
    const wanted = slotsFor(cutOf(index, name), query.slots).map((slot) => slotOnField(slot, name, options));
    return counted(wanted, countingOf(options), boostOf(boost));
  });
  const joined =
    kind === 'most_fields'
      ? object({ bool: object({ should: array(perField), minimum_should_match: '1' }) })
      : object({ dis_max: object({ queries: array(perField), ...pick(options, ['tie_breaker']) }) });
  return scored(joined, ownClause(clause, query), options);
}

function countingOf(options: TextClause['options']): Counting {
  const operator = options.get('operator');
  return {
    all: operator !== undefined && (JSON.parse(operator) as string).toLowerCase() === 'and',
    minimumShouldMatch: options.get('minimum_should_match'),
  };
}

/** The slots under the caller's rule of how many of them must match. */
function counted(slots: readonly Dsl[], counting: Counting, boost?: Dsl): Dsl {
  if (counting.all && counting.minimumShouldMatch === undefined) {
    return object({ bool: object({ must: array(slots), boost }) });
  }
  return object({
    bool: object({ should: array(slots), minimum_should_match: counting.minimumShouldMatch ?? '1', boost }),
  });
}

/**
 * The slots decide what matches; the caller's own clause, with the text as it was understood, adds its score to
 * what matches anyway, so that evidence across words (neighbouring bigrams, order) is not lost.
 */
function scored(matching: Dsl, own: Dsl, options: TextClause['options']): Dsl {
  return object({
    bool: object({ must: array([matching]), should: array([own]), ...pick(options, ['boost', '_name']) }),
  });
}

/** The caller's clause with the understood text, without what stands on the clause around it. */
function ownClause(clause: TextClause, query: Query): Dsl {
  const options = Object.fromEntries(
    [...clause.options].filter(([name]) => name !== 'boost' && name !== '_name'),
  );
  const [field] = clause.fields;
  if (clause.kind === 'match' && field !== undefined) {
    return object({ match: object({ [field.name]: object({ query: text(query.text), ...options }) }) });
  }
  return object({
    multi_match: object({ query: text(query.text), fields: fieldList(clause.fields), ...options }),
  });
}

/** A field that is not analysed text, such as a keyword, compares the text as it was typed. */
function ownOnField(clause: TextClause, query: Query, field: string, boost: number): Dsl {
  const options = pick(clause.options, [
    'operator',
    'minimum_should_match',
    'fuzziness',
    'lenient',
    'analyzer',
  ]);
  return object({
    match: object({ [field]: object({ query: text(query.typed), ...options, boost: boostOf(boost) }) }),
  });
}

function isText(index: IndexDescription | undefined, field: string): boolean {
  const described = index?.fields.get(field);
  return described === undefined || described.type === 'text';
}

function cutOf(index: IndexDescription | undefined, field: string): 'character' | 'bigram' | 'word' | null {
  return index?.fields.get(field)?.hanCut ?? null;
}

/** Across fields a word is joined as the coarsest of them needs it. */
function commonCut(fields: TextClause['fields'], index: IndexDescription | undefined): 'bigram' | null {
  return fields.some(({ name }) => cutOf(index, name) === 'bigram') ? 'bigram' : null;
}

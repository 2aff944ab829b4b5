import type { HanCut, IndexDescription } from '../../domain/catalog.ts';
import type { Query, Slot } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import { array, boostOf, type Dsl, number, object, text } from './dsl.ts';
import { slotsFor } from './field-slots.ts';
import { fieldList, pick, slotAcrossFields, slotOnField } from './slot-clause.ts';

/** Kinds of `multi_match` that look for the words field by field. */
const BY_FIELD = new Set(['best_fields', 'most_fields']);
/** Options that say which terms must match, or that stand on the query around the clause. */
const OUTER = new Set(['operator', 'minimum_should_match', 'boost', '_name', 'type', 'tie_breaker']);

/**
 * How much a word found whole, and the words found near one another, add to the caller's own clause. Measured on
 * 14,000 judged Chinese queries, on fields of characters and of bigrams (docs/relevance.md): the caller's clause
 * alone knows no words, words alone lose what the dictionary cuts wrongly.
 */
const WORD_WEIGHT = 0.25;
const NEARNESS = { slop: 10, boost: 0.5 };
/** A document with none of the words still matches a field of characters when it holds this share of them. */
const SHARE_OF_CHARACTERS = '"40%"';

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
  const [field] = fields;
  if (field === undefined || fields.some(({ name }) => name.includes('*'))) return undefined;
  if (clause.kind === 'match') {
    if (!isText(index, field.name)) return undefined;
    return onField({ field: field.name, clause, query, index }, pick(options, ['boost', '_name']));
  }
  if (clause.kind !== 'multi_match') return undefined;
  const type = options.get('type');
  const kind = type === undefined ? 'best_fields' : (JSON.parse(type) as string);
  if (BY_FIELD.has(kind)) return byField(kind, clause, query, index);
  return kind === 'cross_fields' ? acrossFields(clause, query, index) : undefined;
}

interface OnField {
  readonly field: string;
  readonly clause: TextClause;
  readonly query: Query;
  readonly index: IndexDescription | undefined;
}

type Outer = Readonly<Record<string, Dsl | undefined>>;

/** One field: which documents match, by words, and what they score, by the caller's clause and by words. */
function onField({ field, clause, query, index }: OnField, outer: Outer): Dsl {
  const { options } = clause;
  const cut = index?.fields.get(field)?.hanCut ?? null;
  const slots = slotsFor(cut, query.slots);
  const words = slots.map((slot) => slotOnField(slot, field, options));
  const own = match(field, query.text, inner(options));
  const score = [
    object({ bool: object({ should: array(words), boost: number(WORD_WEIGHT) }) }),
    ...(slots.length > 1 ? [nearness(field, query.text, options)] : []),
  ];
  const counting = countingOf(options);
  if (counting === undefined && decidesItself(cut) && !hasExpansions(slots)) {
    return object({ bool: object({ must: array([own]), should: array(score), ...outer }) });
  }
  const enough = match(field, query.text, { ...inner(options), minimum_should_match: SHARE_OF_CHARACTERS });
  const matching =
    counting === undefined
      ? anyOf(decidesItself(cut) ? words : [...words, enough])
      : counted(words, counting);
  return object({ bool: object({ filter: array([matching]), should: array([own, ...score]), ...outer }) });
}

/**
 * Whether the caller's clause may decide alone what matches: bigrams and words are rare enough; with single
 * characters nearly everything would match.
 */
function decidesItself(cut: HanCut | null): boolean {
  return cut === 'bigram' || cut === 'word';
}

/** Whether a slot can be filled by anything that the caller's clause does not know. */
function hasExpansions(slots: readonly Slot[]): boolean {
  return slots.some(({ alternatives }) => alternatives.some(({ origin }) => origin !== 'user'));
}

/** Per field as {@link onField}; the best field counts, or their sum. */
function byField(kind: string, clause: TextClause, query: Query, index: IndexDescription | undefined): Dsl {
  const { options } = clause;
  const perField = clause.fields.map(({ name, boost }) =>
    isText(index, name)
      ? onField({ field: name, clause, query, index }, { boost: boostOf(boost) })
      : match(name, query.typed, {
          ...pick(options, ['fuzziness', 'lenient', 'analyzer']),
          boost: boostOf(boost),
        }),
  );
  const outer = pick(options, ['boost', '_name']);
  if (kind === 'most_fields') {
    return object({ bool: object({ should: array(perField), minimum_should_match: '1', ...outer }) });
  }
  return object({
    dis_max: object({ queries: array(perField), ...pick(options, ['tie_breaker']), ...outer }),
  });
}

/** Each word over all fields at once; joined as the field with the longest pieces needs it. */
function acrossFields(clause: TextClause, query: Query, index: IndexDescription | undefined): Dsl {
  const { fields, options } = clause;
  const cuts = fields.map(({ name }) => index?.fields.get(name)?.hanCut ?? null);
  const slots = slotsFor(cuts.includes('bigram') ? 'bigram' : null, query.slots);
  const words = slots.map((slot) => slotAcrossFields(slot, fields, options));
  const own = object({
    multi_match: object({
      query: text(query.text),
      type: '"cross_fields"',
      fields: fieldList(fields),
      ...inner(options),
      ...pick(options, ['tie_breaker']),
    }),
  });
  const scoring = object({ bool: object({ should: array(words), boost: number(WORD_WEIGHT) }) });
  return object({
    bool: object({
      filter: array([counted(words, countingOf(options) ?? { all: false, minimumShouldMatch: '1' })]),
      should: array([own, scoring]),
      ...pick(options, ['boost', '_name']),
    }),
  });
}

/** What the caller said of how many terms must match. */
interface Counting {
  readonly all: boolean;
  readonly minimumShouldMatch: Dsl | undefined;
}

/** Undefined where the caller said nothing: any one term is enough. */
function countingOf(options: TextClause['options']): Counting | undefined {
  const operator = options.get('operator');
  const all = operator !== undefined && (JSON.parse(operator) as string).toLowerCase() === 'and';
  const minimumShouldMatch = options.get('minimum_should_match');
  return all || minimumShouldMatch !== undefined ? { all, minimumShouldMatch } : undefined;
}

/** The words under the caller's rule of how many of them must match. */
function counted(words: readonly Dsl[], { all, minimumShouldMatch }: Counting): Dsl {
  if (all && minimumShouldMatch === undefined) return object({ bool: object({ must: array(words) }) });
  return object({ bool: object({ should: array(words), minimum_should_match: minimumShouldMatch ?? '1' }) });
}

function anyOf(clauses: readonly Dsl[]): Dsl {
  return object({ bool: object({ should: array(clauses), minimum_should_match: '1' }) });
}

/** The words in about the order in which they were typed. */
function nearness(field: string, query: string, options: TextClause['options']): Dsl {
  const { slop, boost } = NEARNESS;
  const clause = {
    query: text(query),
    slop: number(slop),
    ...pick(options, ['analyzer']),
    boost: number(boost),
  };
  return object({ match_phrase: object({ [field]: object(clause) }) });
}

function match(field: string, query: string, options: Outer): Dsl {
  return object({ match: object({ [field]: object({ query: text(query), ...options }) }) });
}

/** The caller's options that say how a term is compared. */
function inner(options: TextClause['options']): Outer {
  return Object.fromEntries([...options].filter(([name]) => !OUTER.has(name)));
}

/** A field that is not analysed text, such as a keyword, compares the text as it was typed. */
function isText(index: IndexDescription | undefined, field: string): boolean {
  const described = index?.fields.get(field);
  return described === undefined || described.type === 'text';
}

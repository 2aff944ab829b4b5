import type { TextClause } from '../../domain/search-request.ts';
import { acrossFields } from './across-fields.ts';
import { byField, onField } from './by-field.ts';
import type { ClauseContext } from './context.ts';
import { array, type Dsl, object, text } from './dsl.ts';
import { hasPattern, splitFields } from './fields.ts';
import { ownClause } from './own-clause.ts';
import { pick } from './slot-clause.ts';

/** `most_fields` is a sum. */
const SUM = '1.0';

/**
 * The clause written down as slots; undefined where its semantics (a phrase, a prefix, one combined field, fields
 * by pattern) could not be kept, so that only its text may change.
 */
export function clauseOfSlots(clause: TextClause, context: ClauseContext): Dsl | undefined {
  const { fields, options } = clause;
  const [field] = fields;
  // With `all` the query matches everything when no word is left, which words one by one cannot say.
  if (options.get('zero_terms_query')?.toLowerCase() === text('all')) return undefined;
  if (field === undefined || hasPattern(fields)) return undefined;
  if (clause.kind === 'match') return onField(field.name, clause, context, pick(options, ['boost', '_name']));
  const type = typeOf(clause);
  if (type === 'best_fields') return byField(clause, context, undefined);
  if (type === 'most_fields') return byField(clause, context, SUM);
  return type === 'cross_fields' ? acrossFields(clause, context) : undefined;
}

/**
 * The clause with another text where fields of words look for it; undefined where all its fields do, so that the
 * text's own bytes can be replaced.
 */
export function clauseOfText(clause: TextClause, { reading, index }: ClauseContext): Dsl | undefined {
  const { words, exact } = splitFields(clause.fields, index);
  if (exact.length === 0 || clause.kind !== 'multi_match') return undefined;
  const { options } = clause;
  return object({
    dis_max: object({
      queries: array([
        ownClause(clause, reading.query.text, words),
        ownClause(clause, reading.query.typed, exact),
      ]),
      tie_breaker: options.get('tie_breaker') ?? (typeOf(clause) === 'most_fields' ? SUM : undefined),
      ...pick(options, ['boost', '_name']),
    }),
  });
}

function typeOf({ kind, options }: TextClause): string | undefined {
  if (kind !== 'multi_match') return undefined;
  const type = options.get('type');
  return type === undefined ? 'best_fields' : String(JSON.parse(type)).toLowerCase();
}

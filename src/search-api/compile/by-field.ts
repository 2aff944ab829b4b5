import type { TextClause } from '../../domain/search-request.ts';
import type { ClauseContext } from './context.ts';
import { ANY, counted, countingOf } from './counting.ts';
import { array, boostOf, type Dsl, number, object, text } from './dsl.ts';
import { cutOf, isText } from './fields.ts';
import { COUNTING, ownMatch } from './own-clause.ts';
import { pick, type Place, slotClauses } from './slot-clause.ts';

type Outer = Readonly<Record<string, Dsl | undefined>>;

/** Per field as {@link onField}; the best field counts, or their sum. Keywords compare the text as it was typed. */
export function byField(clause: TextClause, context: ClauseContext, defaultTieBreaker: Dsl | undefined): Dsl {
  const { options, fields } = clause;
  const perField = fields.map(({ name, boost }) => {
    const ours = { boost: boostOf(boost) };
    return isText(context.index, name)
      ? onField(name, clause, context, ours)
      : ownMatch(clause, context.reading.query.typed, name, { ours });
  });
  return object({
    dis_max: object({
      queries: array(perField),
      tie_breaker: options.get('tie_breaker') ?? defaultTieBreaker,
      ...pick(options, ['boost', '_name']),
    }),
  });
}

/**
 * One field: which documents match, by words; what they score, by the caller's own clause, by words found whole and
 * by words near one another.
 */
export function onField(field: string, clause: TextClause, context: ClauseContext, outer: Outer): Dsl {
  const { reading, policy } = context;
  const { slots } = reading.query;
  const own = ownMatch(clause, reading.text, field, { left: COUNTING });
  const place = placeOf(field, clause, context);
  const words = object({
    bool: object({ should: array(slotClauses(slots, [place], ANY)), boost: number(policy.wordWeight) }),
  });
  const score = slots.length > 1 ? [words, nearness(field, clause, context)] : [words];
  const matching = matchingOn(place, field, clause, context);
  if (matching === undefined) {
    const decisive = ownMatch(clause, reading.text, field);
    return object({ bool: object({ must: array([decisive]), should: array(score), ...outer }) });
  }
  return object({ bool: object({ filter: array([matching]), should: array([own, ...score]), ...outer }) });
}

/**
 * Which documents match on a field; undefined where the caller's own clause decides it: an analyzer that knows
 * words reads the text better than words one by one, and any bigram is rare enough.
 */
function matchingOn(
  place: Place,
  field: string,
  clause: TextClause,
  { reading, policy }: ClauseContext,
): Dsl | undefined {
  const counting = countingOf(clause.options);
  const { slots } = reading.query;
  const knowsWords = place.cut === 'word';
  if (reading.isPlain && (knowsWords || (place.cut === 'bigram' && counting === undefined))) return undefined;
  const words = slotClauses(slots, [place], counting ?? ANY);
  if (knowsWords) {
    return counted([counted(words, counting ?? ANY), ownMatch(clause, reading.text, field)], ANY);
  }
  if (counting !== undefined) return counted(words, counting);
  if (place.cut === 'bigram') return counted(words, ANY);
  const share = { minimum_should_match: text(policy.shareOfCharacters) };
  const enough = ownMatch(clause, reading.text, field, { left: COUNTING, ours: share });
  return counted([...words, enough], ANY);
}

function placeOf(field: string, { options }: TextClause, { index }: ClauseContext): Place {
  return { shape: 'field', fields: [{ name: field, boost: 1 }], cut: cutOf(index, field), options };
}

/** The words in about the order in which they were typed. */
function nearness(field: string, { options }: TextClause, { reading, policy }: ClauseContext): Dsl {
  const { slop, boost } = policy.nearness;
  const clause = object({
    query: text(reading.text),
    slop: number(slop),
    ...pick(options, ['analyzer']),
    boost: number(boost),
  });
  return object({ match_phrase: object({ [field]: clause }) });
}

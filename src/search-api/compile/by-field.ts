import type { HanCut } from '../../domain/catalog.ts';
import type { Slot } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import type { ClauseContext } from './context.ts';
import { ANY, counted, countingOf, required, weighed } from './counting.ts';
import { array, boostOf, type Dsl, number, object, text, withoutScore } from './dsl.ts';
import { cutOf, isText } from './fields.ts';
import { COUNTING, ownMatch } from './own-clause.ts';
import type { Reading } from './reading.ts';
import { pick, type Place, slotClauses } from './slot-clause.ts';
import { isCutOf } from './words.ts';

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
  const place = placeOf(field, clause, context);
  const near = slots.length > 1 ? [nearness(field, clause, context)] : [];
  if (isOneDisjunction(clause, place)) {
    const own = ownMatch(clause, reading.text, field);
    const words = slotClauses(weighed(slots, policy.wordWeight), [place], ANY);
    return object({ bool: object({ should: array([own, ...words, ...near]), ...outer }) });
  }
  const words = object({
    bool: object({
      should: array(slotClauses(weighed(slots), [place], ANY)),
      boost: number(policy.wordWeight),
    }),
  });
  const score = [words, ...near];
  const matching = matchingOn(place, field, clause, context);
  if (matching.kind === 'own') {
    return object({ bool: object({ must: array([matching.clause]), should: array(score), ...outer }) });
  }
  const own = ownMatch(clause, reading.text, field, { left: COUNTING });
  return object({
    bool: object({ filter: array([matching.clause]), should: array([own, ...score]), ...outer }),
  });
}

/**
 * Whether what matches and what scores can stand side by side: where any character of the text is enough, words and nearness
 * find nothing that the text would not, but for what another way to say a word is to find. An engine runs through such a
 * list in one go, a third faster than through what must match with what may score beside it; among other fields, in
 * `dis_max`, it does not.
 */
function isOneDisjunction({ kind, options }: TextClause, { cut }: Place): boolean {
  return kind === 'match' && cut === 'character' && countingOf(options) === undefined;
}

/** Which documents match: those of the clause itself, which then scores as well, or those of a filter beside it. */
interface Matching {
  readonly kind: 'own' | 'filter';
  readonly clause: Dsl;
}

/**
 * Which documents match on a field. Where nothing is counted the caller's own clause decides: for any word it matches all
 * that words could and more, and an analyzer that knows words reads the text better than words one by one. What else may
 * match stands beside it without a score, so that the engine looks for the text once only.
 */
function matchingOn(place: Place, field: string, clause: TextClause, { reading }: ClauseContext): Matching {
  const counting = countingOf(clause.options);
  const knowsWords = place.cut === 'word';
  const own = ownMatch(clause, reading.text, field);
  if (counting === undefined) {
    if (reading.isPlain) return { kind: 'own', clause: own };
    const more = beyondOwn(reading, place.cut);
    if (more.length === 0) return { kind: 'own', clause: own };
    const beside = withoutScore(slotClauses(more, [place], ANY));
    return { kind: 'own', clause: counted([own, beside], ANY) };
  }
  const { slots } = reading.query;
  const counts = required(slots, counting);
  if (reading.isPlain && knowsWords && counts.length === slots.length) return { kind: 'own', clause: own };
  const words = counted(slotClauses(counts, [place], counting), counting);
  return { kind: 'filter', clause: knowsWords ? counted([words, own], ANY) : words };
}

/**
 * The slots without what the caller's own clause matches anyway. Where it looks for any one character of the text, its
 * words match nothing else, however they are cut, and looking for phrases is what costs an engine most.
 */
function beyondOwn({ query: { slots }, text: whole }: Reading, cut: HanCut | null): readonly Slot[] {
  if (cut !== 'character') return slots;
  return slots.flatMap((slot) => {
    const [first, ...others] = slot.alternatives;
    if (first?.fields !== undefined) return [slot];
    const more = others.filter(({ terms, fields }) => fields !== undefined || !isCutOf(terms, whole));
    return more.length === 0 ? [] : [{ ...slot, alternatives: more }];
  });
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

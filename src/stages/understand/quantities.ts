import type { IndexDescription } from '../../domain/catalog.ts';
import { isNumberType } from '../../domain/number-fields.ts';
import type { Alternative, Clause, Filter, Query, Slot, Span } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { foldCase } from '../../text/normalise.ts';
import { findMeasures, findPrice, type PriceBound } from './quantities/find.ts';
import { waysToWrite } from './quantities/units.ts';

const ORIGIN = 'quantities';

/**
 * Reads numbers as values: a number with a unit is also searched in the other ways to write it (两千毫安, 2000mAh),
 * and what the query says of the price (一百块以下, under $50) becomes a condition in place of words. Where it says
 * nothing else, the words stay, and what fits is found without them: no other leg or model has anything to go by. Options:
 * `priceField` (default `price`; used where it is a number), `price` (`soft`, the default: what fits goes up;
 * `hard`: nothing else is found; `off`), `priceBoost` (of a soft price, default 3).
 */
export function quantities(given: Readonly<Record<string, unknown>> = {}): QueryStage {
  const options = new StageOptions('quantities', given);
  const field = options.text('priceField') ?? 'price';
  const price = options.choice('price', ['soft', 'hard', 'off'], 'soft');
  const factor = options.number('priceBoost', { min: 0, max: 1000, fallback: 3 });
  options.end();
  return {
    name: 'quantities',
    kind: 'query',
    rereads: true,
    onError: 'skip',
    run(query, ctx) {
      const bound = price === 'off' || !isNumber(ctx.index, field) ? undefined : findPrice(query.text);
      if (bound === undefined) return withMeasures(query);
      const kept = wordsBeside(query, bound);
      if (kept.length === query.slots.length) return withMeasures(query);
      ctx.note({ price: { field, min: bound.min, max: bound.max, as: price } });
      const condition: Filter = { clause: rangeOn(field, bound), origin: ORIGIN };
      const isAlone = kept.length === 0;
      const read = isAlone ? asPriceAlone(query, condition) : withMeasures({ ...query, slots: kept });
      if (price === 'hard') return { ...read, filters: [...read.filters, condition] };
      return isAlone ? read : { ...read, boosts: [...read.boosts, { by: 'up', factor, ...condition }] };
    },
  };
}

function isNumber(index: IndexDescription | undefined, field: string): boolean {
  return isNumberType(index?.fields.get(field)?.type);
}

function rangeOn(field: string, { min, max }: PriceBound): Clause {
  const range = { ...(min !== null && { gte: min }), ...(max !== null && { lte: max }) };
  const raw = JSON.stringify({ range: { [field]: range } });
  return { must: [], should: [], mustNot: [], phrase: null, raw };
}

/** The words that do not stand in a range of the text. */
function wordsBeside(query: Query, range: Span): readonly Slot[] {
  const place = typedSpan(query, range);
  return query.slots.filter(({ span }) => span.end <= place.start || span.start >= place.end);
}

/** A query that asks for nothing but a price. */
function asPriceAlone(query: Query, condition: Filter): Query {
  return { ...query, admitted: [...query.admitted, condition], wordless: true };
}

function withMeasures(query: Query): Query {
  let slots = query.slots;
  for (const { start, end, value, unit } of findMeasures(query.text)) {
    const place = typedSpan(query, { start, end });
    const from = slots.findIndex(({ span }) => span.start === place.start);
    const to = slots.findIndex(({ span }) => span.end === place.end);
    // Words that cross the edge of the measure are no number with a unit.
    if (from < 0 || to < from) continue;
    const ways = waysToWrite(value, unit);
    if (ways.length === 0) continue;
    const slot = slotOf(query.text.slice(start, end), place, { ways, words: slots.slice(from, to + 1) });
    slots = [...slots.slice(0, from), slot, ...slots.slice(to + 1)];
  }
  return slots === query.slots ? query : { ...query, slots };
}

interface Written {
  readonly ways: readonly (readonly string[])[];
  readonly words: readonly Slot[];
}

function slotOf(text: string, span: Span, { ways, words }: Written): Slot {
  const own = text.includes(' ') ? words.flatMap(({ alternatives }) => alternatives[0]?.terms ?? []) : [text];
  const seen = new Set([foldCase(own.join(' '))]);
  const others = ways.filter((terms) => {
    const key = foldCase(terms.join(' '));
    return seen.has(key) ? false : seen.add(key);
  });
  const alternatives: readonly Alternative[] = [
    { terms: own, weight: 1, origin: 'user' },
    ...others.map((terms) => ({ terms, weight: 1, origin: ORIGIN })),
  ];
  return { span, key: foldCase(text), alternatives };
}

function typedSpan({ origins, typed }: Query, { start, end }: Span): Span {
  return { start: origins[start] ?? 0, end: origins[end] ?? typed.length };
}

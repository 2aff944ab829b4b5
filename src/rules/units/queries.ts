import type { Unit, UnitBoost, UnitDefinition, UnitField } from './definition.ts';
import { round } from './quantity.ts';

/** A query in the engine's language. */
export type EngineQuery = Readonly<Record<string, unknown>>;

/** Documents where any field that the unit may mean holds about that number. */
export function filterQuery(unit: Unit, number: number, digits: number): EngineQuery {
  const ranges = eachField(unit, number, digits).map(({ value, field, definition: { filter } }) => {
    const bounds = {
      ...(filter.below >= 0 && { gte: round(percentBelow(value, filter.below, digits), field.scale) }),
      ...(filter.above >= 0 && { lte: round(percentAbove(value, filter.above, digits), field.scale) }),
    };
    return Object.keys(bounds).length === 0 ? { exists: { field: field.name } } : range(field, bounds);
  });
  return ranges.length === 1 ? ranges[0]! : { bool: { should: ranges, minimum_should_match: 1 } };
}

/** The score that a document gets for how near it is; of several fields the best counts. */
export function boostQuery(unit: Unit, number: number, digits: number): EngineQuery {
  const queries = eachField(unit, number, digits).flatMap(({ value, field, definition: { boost } }) => {
    const low = percentBelow(value, boost.exactBelow, digits);
    const high = percentAbove(value, boost.exactAbove, digits);
    const [gte, lte] = [round(low, field.scale), round(high, field.scale)];
    const exact = { filter: range(field, { gte, lte }), boost: boost.score + boost.exactScore };
    const lowest = round(percentBelow(value, boost.below, digits), field.scale);
    const highest = round(percentAbove(value, boost.above, digits), field.scale);
    return [
      { constant_score: exact },
      ...slope({ field, from: gte, to: lowest, boost }),
      ...slope({ field, from: lte, to: highest, boost }),
    ];
  });
  return queries.length === 1 ? queries[0]! : { dis_max: { queries } };
}

/** A score that falls in a straight line from `from`, which is not within, to `to`, which is. */
function slope(side: { field: UnitField; from: number; to: number; boost: UnitBoost }): EngineQuery[] {
  const { field, from, to, boost } = side;
  const width = Math.abs(to - from);
  if (width === 0) return [];
  const bounds = to < from ? { gte: to, lt: from } : { gt: from, lte: to };
  const least = to < from ? boost.scoreAtLowerBound : boost.scoreAtUpperBound;
  if (least === boost.score)
    return [{ constant_score: { filter: range(field, bounds), boost: boost.score } }];
  // Half way down: `decay` must be above 0, which the end of the way may be.
  const decay = round((1 + least / boost.score) / 2, 10);
  const linear = { [field.name]: { origin: from, scale: round(width / 2, 10), decay } };
  const functions = [{ linear, weight: boost.score }];
  return [{ function_score: { query: range(field, bounds), functions, boost_mode: 'replace' } }];
}

function range(field: UnitField, bounds: EngineQuery): EngineQuery {
  return { range: { [field.name]: bounds } };
}

/** Each field that the unit may mean, with the number in the field's unit. */
function eachField(
  unit: Unit,
  number: number,
  digits: number,
): { value: number; field: UnitField; definition: UnitDefinition }[] {
  return unit.measures.flatMap(({ definition, multiplier }) =>
    definition.fields.map((field) => ({ value: round(number, digits) * multiplier, field, definition })),
  );
}

function percentBelow(value: number, percent: number, digits: number): number {
  return round(value - round((value * percent) / 100, digits), digits);
}

function percentAbove(value: number, percent: number, digits: number): number {
  return round(value + round((value * percent) / 100, digits), digits);
}

import type { FieldMapping } from '../reader.ts';
import { formatOf, parseDate } from './date-math.ts';
import { fieldOptions, scalarText } from './options.ts';
import type { Options } from './options.ts';
import { boosted, named, none } from './plan.ts';
import type { Plan } from './plan.ts';
import { isText } from './query.ts';
import type { Binding, Family } from './query.ts';
import { numberRange, typedNumber } from './typed-value.ts';

interface Bound {
  readonly value: unknown;
  readonly inclusive: boolean;
}

export interface Range {
  readonly low?: Bound | undefined;
  readonly high?: Bound | undefined;
  readonly format?: string | undefined;
  readonly timeZone?: string | undefined;
}

type Side = 'low' | 'high';

/** The largest or smallest number that a bound lets in. */
function numberBound(binding: Binding, mapping: FieldMapping, side: Side, range: Range): number {
  const bound = range[side];
  const sign = side === 'low' ? 1 : -1;
  if (bound === undefined || bound.value === null) return sign * Number.NEGATIVE_INFINITY;
  const { value, inclusive } = bound;
  if (mapping.type === 'date') {
    // gt and lte take the end of a rounded unit, gte and lt its beginning.
    const roundUp = (side === 'low') !== inclusive;
    const time = parseDate(scalarText(value), {
      now: binding.now,
      roundUp,
      ...formatOf(mapping),
      ...(range.format !== undefined && { format: range.format }),
      ...(range.timeZone !== undefined && { timeZone: range.timeZone }),
    });
    return inclusive ? time : time + sign;
  }
  const number = typedNumber(binding, mapping, value);
  if (inclusive) return number;
  return nextNumber(number, sign);
}

/** The double next to a number, so that an open bound becomes a closed one. */
function nextNumber(number: number, sign: number): number {
  if (!Number.isFinite(number)) return number;
  if (number === 0) return sign * Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(number > 0 ? sign : -sign));
  return view.getFloat64(0);
}

function termRange(binding: Binding, field: string, { low, high }: Range): Plan {
  const from = low === undefined || low.value === null ? undefined : scalarText(low.value);
  const to = high === undefined || high.value === null ? undefined : scalarText(high.value);
  const terms: string[] = [];
  for (const term of binding.reader.inverted(field)?.terms(from) ?? []) {
    if (to !== undefined && (term > to || (term === to && high?.inclusive === false))) break;
    if (term !== from || low?.inclusive !== false) terms.push(term);
  }
  return { kind: 'terms', field, terms, boost: 1 };
}

/** Values between two bounds; dates with their mathematics, words in code unit order. */
export function rangePlan(binding: Binding, field: string, range: Range): Plan {
  const mapping = binding.reader.field(field);
  if (mapping === undefined) return none(`unmapped field [${field}]`);
  if (isText(mapping)) return termRange(binding, field, range);
  const from = numberBound(binding, mapping, 'low', range);
  const to = numberBound(binding, mapping, 'high', range);
  return numberRange(binding, field, { from, to });
}

function takeBound(
  options: Options,
  keys: { exclusive: string; inclusive: string; old: string; include: string },
): Bound | undefined {
  const include = options.flag(keys.include) ?? true;
  const old = options.take(keys.old);
  const exclusive = options.take(keys.exclusive);
  const inclusive = options.take(keys.inclusive);
  if (inclusive !== undefined) return { value: inclusive, inclusive: true };
  if (exclusive !== undefined) return { value: exclusive, inclusive: false };
  return old === undefined ? undefined : { value: old, inclusive: include };
}

export const range: Family = (body) => {
  const { field, options } = fieldOptions('range', body, 'value');
  const bounds: Range = {
    low: takeBound(options, { exclusive: 'gt', inclusive: 'gte', old: 'from', include: 'include_lower' }),
    high: takeBound(options, { exclusive: 'lt', inclusive: 'lte', old: 'to', include: 'include_upper' }),
    format: options.text('format'),
    timeZone: options.text('time_zone'),
  };
  const boost = options.boost();
  const name = options.name();
  options.take('relation');
  options.done();
  return { bind: (binding) => named(boosted(rangePlan(binding, field, bounds), boost), name) };
};

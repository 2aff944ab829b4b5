import { double } from '../json/write.ts';
import { illegalArgument } from '../query/fault.ts';
import type { FieldMapping } from '../reader.ts';
import { fielddataFault } from '../search/sort.ts';
import type { Slice } from './aggregation.ts';

export type Value = number | string;

/** A field's type over all indices; null where none maps it. */
export function fieldType(slices: readonly Slice[], field: string): FieldMapping['type'] | null {
  for (const { binding } of slices) {
    const mapping = binding.reader.field(field);
    if (mapping === undefined) continue;
    if (mapping.type === 'text') throw fielddataFault(binding.reader, field);
    return mapping.type;
  }
  return null;
}

/** The format in which a date field's keys are written where the aggregation names none. */
export function fieldDateFormat(slices: readonly Slice[], field: string): string | null {
  for (const { binding } of slices) {
    const pattern = binding.reader.field(field)?.dateFormat?.pattern;
    if (pattern !== undefined) return pattern;
  }
  return null;
}

/** Reads a document's values of a field; `missing` stands in where it has none. */
export function valueReader(
  { binding }: Slice,
  field: string,
  missing?: Value,
): (doc: number) => readonly Value[] {
  const column = binding.reader.column(field);
  const fallback = missing === undefined ? [] : [missing];
  return (doc) => {
    const values = column?.values(doc) ?? [];
    return values.length === 0 ? fallback : values;
  };
}

/** @throws SearchFault where the field holds words. */
export function refuseWords(type: string | null, field: string, aggregation: string): void {
  if (type !== 'keyword') return;
  throw illegalArgument(
    `Field [${field}] of type [keyword] is not supported for aggregation [${aggregation}]`,
  );
}

export function isFloating(type: string | null): boolean {
  return type === 'double' || type === 'float' || type === 'half_float';
}

const PARTS = /yyyy|uuuu|MM|dd|HH|mm|ss|SSS|'[^']*'/g;

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Writes a moment in one of Elasticsearch's patterns, ISO 8601 unless said, `zone` minutes east of UTC. */
export function formatDate(time: number, format?: string | null, zone = 0): string {
  const iso = new Date(time + zone * 60_000).toISOString().replace('Z', offsetText(zone));
  const pattern = format?.split('||')[0] ?? 'strict_date_optional_time';
  if (pattern === 'epoch_millis') return String(time);
  if (pattern === 'epoch_second') return String(Math.floor(time / 1000));
  if (/date_(optional_)?time/.test(pattern)) return iso;
  const [, year, month, day, hour, minute, second, millis] =
    /^([+-]?\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d+)/.exec(iso)!;
  const parts: Readonly<Record<string, string>> = {
    yyyy: year!,
    uuuu: year!,
    MM: month!,
    dd: day!,
    HH: hour!,
    mm: minute!,
    ss: second!,
    SSS: millis!,
  };
  const named: Readonly<Record<string, string>> = {
    date: 'yyyy-MM-dd',
    strict_date: 'yyyy-MM-dd',
    basic_date: 'yyyyMMdd',
  };
  return (named[pattern] ?? pattern).replaceAll(PARTS, (part) => parts[part] ?? part.slice(1, -1));
}

/** A bucket's key as Elasticsearch writes it for the field's type. */
export function keyJson(
  type: string | null,
  key: Value,
  format?: string | null,
): Readonly<Record<string, unknown>> {
  if (typeof key === 'string') return { key };
  if (type === 'boolean') return { key, key_as_string: key === 1 ? 'true' : 'false' };
  if (type === 'date') return { key, key_as_string: formatDate(key, format) };
  return { key: isFloating(type) ? double(key) : key };
}

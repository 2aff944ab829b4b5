import { illegalArgument } from '../errors.ts';
import type { DateFormat } from '../reader.ts';
import { dateWriter } from './date-write.ts';

export const DEFAULT_DATE_FORMAT = 'strict_date_optional_time||epoch_millis';

type Reader = (text: string) => number | undefined;

const NAMED: Readonly<Record<string, string>> = {
  date: 'yyyy-MM-dd',
  date_time: "yyyy-MM-dd'T'HH:mm:ss.SSSXX",
  date_time_no_millis: "yyyy-MM-dd'T'HH:mm:ssXX",
  date_hour: "yyyy-MM-dd'T'HH",
  date_hour_minute: "yyyy-MM-dd'T'HH:mm",
  date_hour_minute_second: "yyyy-MM-dd'T'HH:mm:ss",
  date_hour_minute_second_fraction: "yyyy-MM-dd'T'HH:mm:ss.SSS",
  date_hour_minute_second_millis: "yyyy-MM-dd'T'HH:mm:ss.SSS",
  year: 'yyyy',
  year_month: 'yyyy-MM',
  year_month_day: 'yyyy-MM-dd',
  hour_minute_second: 'HH:mm:ss',
  hour_minute: 'HH:mm',
  basic_date: 'yyyyMMdd',
  basic_date_time: "yyyyMMdd'T'HHmmss.SSSXX",
  basic_date_time_no_millis: "yyyyMMdd'T'HHmmssXX",
};

const cache = new Map<string, DateFormat>();

/** @throws EngineError where a pattern holds a letter that is not supported. */
export function dateFormat(pattern: string): DateFormat {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const readers = pattern.split('||').map((part) => reader(part.trim()));
  const writer = dateWriter(expanded(pattern.split('||')[0]?.trim() ?? ''));
  const format: DateFormat = {
    pattern,
    parse: (text) => {
      for (const read of readers) {
        const value = read(text);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    format: writer,
  };
  cache.set(pattern, format);
  return format;
}

function reader(name: string): Reader {
  const bare = name.replace(/^strict_/, '');
  if (bare === 'date_optional_time' || name === 'iso8601') return optionalTime(bare !== name);
  if (name === 'epoch_millis') return (text) => epoch(text, 1);
  if (name === 'epoch_second') return (text) => epoch(text, 1000);
  return fromPattern(expanded(name));
}

/** A format's name spelled out as a pattern; patterns stay. */
function expanded(name: string): string {
  return NAMED[name.replace(/^strict_/, '')] ?? name;
}

function epoch(text: string, unit: number): number | undefined {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Math.trunc(Number(text) * unit) : undefined;
}

function optionalTime(strict: boolean): Reader {
  const two = strict ? '\\d{2}' : '\\d{1,2}';
  const year = strict ? '[+-]?\\d{4}' : '[+-]?\\d{1,9}';
  const time = `T(?:(${two})(?::(${two})(?::(${two})(?:[.,](\\d{1,9}))?)?)?(Z|[+-]\\d{2}(?::?\\d{2}){0,2})?)?`;
  const pattern = new RegExp(`^(${year})(?:-(${two})(?:-(${two})(?:${time})?)?)?$`);
  return (text) => {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const [, y, M, d, H, m, s, S, X] = found;
    return assemble({ y, M, d, H, m, s, S, X });
  };
}

type Parts = Readonly<
  Partial<Record<'y' | 'M' | 'd' | 'H' | 'h' | 'a' | 'm' | 's' | 'S' | 'X', string | undefined>>
>;

function assemble(parts: Parts): number | undefined {
  const number = (text: string | undefined, fallback: number): number =>
    text === undefined ? fallback : Number(text);
  const year = number(parts.y, 1970);
  const month = number(parts.M, 1);
  const day = number(parts.d, 1);
  let hour = number(parts.H, 0);
  if (parts.h !== undefined) hour = (Number(parts.h) % 12) + (parts.a?.toLowerCase() === 'pm' ? 12 : 0);
  const minute = number(parts.m, 0);
  const second = number(parts.s, 0);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const millis = parts.S === undefined ? 0 : Number(parts.S.padEnd(3, '0').slice(0, 3));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, millis);
  return date.getTime() - zoneOffset(parts.X);
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  const digits = zone.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || 0);
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Java's date patterns, the letters that data formats use. */
function fromPattern(pattern: string): Reader {
  const keys: (keyof Parts | 'MMM' | 'skip')[] = [];
  const source = pattern.replace(
    /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g,
    (all: string, literal: string | undefined, letter: string | undefined) => {
      if (literal !== undefined) return escape(literal === '' ? "'" : literal);
      if (letter === undefined) return escape(all);
      const [key, expression] = letterGroup(letter, all.length, pattern);
      keys.push(key);
      return `(${expression})`;
    },
  );
  const expression = new RegExp(`^${source}$`, 'i');
  return (text) => {
    const found = expression.exec(text);
    if (found === null) return undefined;
    const parts: Record<string, string> = {};
    keys.forEach((key, i) => {
      const value = found[i + 1] ?? '';
      if (key === 'MMM') parts['M'] = String(MONTHS.indexOf(value.slice(0, 3).toLowerCase()) + 1);
      else if (key !== 'skip') parts[key] = value;
    });
    return assemble(parts);
  };
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function letterGroup(letter: string, width: number, pattern: string): [keyof Parts | 'MMM' | 'skip', string] {
  const digits = width === 1 ? '\\d{1,2}' : `\\d{${width}}`;
  switch (letter) {
    case 'y':
    case 'u':
      return ['y', width === 2 ? '\\d{2}' : width === 1 ? '\\d{1,9}' : `[+-]?\\d{${width}}`];
    case 'M':
    case 'L':
      return width >= 3 ? ['MMM', width === 3 ? '[a-z]{3}' : '[a-z]+'] : ['M', digits];
    case 'd':
    case 'H':
    case 'h':
    case 'm':
    case 's':
      return [letter, digits];
    case 'S':
      return ['S', `\\d{${width}}`];
    case 'a':
      return ['a', 'am|pm'];
    case 'X':
    case 'x':
    case 'Z':
    case 'z':
    case 'V':
      return ['X', 'Z|UTC|GMT|[+-]\\d{2}:?(?:\\d{2})?'];
    case 'E':
      return ['skip', '[a-z]+'];
    default:
      throw illegalArgument(`Invalid format: [${pattern}]: Unknown pattern letter: ${letter}`);
  }
}

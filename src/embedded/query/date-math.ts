import { SearchFault } from './fault.ts';

export interface DateOptions {
  /** Wall clock, milliseconds since 1970. */
  readonly now: number;
  /** Fill missing parts and round with the end of the unit instead of its beginning (`lte`, `gt`). */
  readonly roundUp: boolean;
  /** Elasticsearch's patterns, separated by `||`. */
  readonly format?: string;
  /** `+02:00`, `UTC` or `Z`; applies to texts without a zone of their own. */
  readonly timeZone?: string;
}

const DEFAULT_FORMAT = 'strict_date_optional_time||epoch_millis';
const ISO =
  /^([+-]?\d{4,9})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](?:(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
const MATH = /([+\-/])(\d*)([yMwdhHms])/gy;
const DAY = 86_400_000;
const PATTERN_PARTS: Readonly<Record<string, string>> = {
  yyyy: '(?<y>\\d{4})',
  uuuu: '(?<y>\\d{4})',
  MM: '(?<M>\\d{2})',
  dd: '(?<d>\\d{2})',
  HH: '(?<H>\\d{2})',
  mm: '(?<m>\\d{2})',
  ss: '(?<s>\\d{2})',
  SSS: '(?<S>\\d{3})',
};
const NAMED_PATTERNS: Readonly<Record<string, string>> = {
  date: 'yyyy-MM-dd',
  strict_date: 'yyyy-MM-dd',
  basic_date: 'yyyyMMdd',
  year: 'yyyy',
  strict_year: 'yyyy',
  year_month: 'yyyy-MM',
  strict_year_month: 'yyyy-MM',
};

/** Minutes east of UTC; named zones other than UTC are not known. */
export function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || /^(Z|UTC|GMT|Etc\/UTC)$/.test(zone)) return 0;
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (match === null) throw new SearchFault('illegal_argument_exception', `Unknown time-zone ID: ${zone}`);
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

/** Calendar parts as texts, coarsest first: year, month, day, hour, minute, second, fraction. */
type Parts = readonly (string | undefined)[];

/** Missing months and days are the first; missing hours and less are the last where rounding up, as Elasticsearch fills them. */
function fromParts(parts: Parts, roundUp: boolean): number {
  const [year, month, day, hour, minute, second, fraction] = parts;
  const number = (text: string | undefined, last: number): number =>
    text === undefined ? (roundUp ? last : 0) : Number(text);
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const millis = fraction === undefined ? (roundUp ? 999 : 0) : Math.trunc(Number(`0.${fraction}`) * 1000);
  date.setUTCHours(number(hour, 23), number(minute, 59), number(second, 59), millis);
  return date.getTime();
}

function parseIso(text: string, options: DateOptions): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, ...groups] = match;
  if (Number(groups[1] ?? 1) > 12 || Number(groups[2] ?? 1) > 31 || Number(groups[3] ?? 0) > 23) return null;
  const zone = groups[7] ?? options.timeZone;
  return fromParts(groups.slice(0, 7), options.roundUp) - zoneMinutes(zone) * 60_000;
}

function parsePattern(text: string, pattern: string, options: DateOptions): number | null {
  const source = pattern
    .replaceAll("'", '')
    .replaceAll(/yyyy|uuuu|MM|dd|HH|mm|ss|SSS|[^A-Za-z]/g, (part) => PATTERN_PARTS[part] ?? `\\${part}`);
  const groups = new RegExp(`^${source}$`).exec(text)?.groups;
  if (groups?.['y'] === undefined) return null;
  const parts = ['y', 'M', 'd', 'H', 'm', 's', 'S'].map((name) => groups[name]);
  return fromParts(parts, options.roundUp) - zoneMinutes(options.timeZone) * 60_000;
}

function parseOne(text: string, format: string, options: DateOptions): number | null {
  if (format === 'epoch_millis') return /^-?\d+$/.test(text) ? Number(text) : null;
  if (format === 'epoch_second') return /^-?\d+$/.test(text) ? Number(text) * 1000 : null;
  if (/^(strict_)?date_(optional_)?time(_nanos)?$/.test(format)) return parseIso(text, options);
  return parsePattern(text, NAMED_PATTERNS[format] ?? format, options);
}

/** The first moment of the unit that holds `time`. */
export function floorDate(time: number, unit: string): number {
  const date = new Date(time);
  const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  switch (unit) {
    case 'y':
      return Date.UTC(y, 0);
    case 'q':
      return Date.UTC(y, m - (m % 3));
    case 'M':
      return Date.UTC(y, m);
    case 'w':
      return Date.UTC(y, m, d - ((date.getUTCDay() + 6) % 7));
    case 'd':
      return Date.UTC(y, m, d);
    case 'h':
    case 'H':
      return Math.floor(time / 3_600_000) * 3_600_000;
    case 'm':
      return Math.floor(time / 60_000) * 60_000;
    default:
      return Math.floor(time / 1000) * 1000;
  }
}

/** Adds calendar units; the last day of a month stays the last where the new month is shorter. */
export function addDate(time: number, count: number, unit: string): number {
  const months = { y: 12, q: 3, M: 1 }[unit];
  if (months !== undefined) {
    const date = new Date(time);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + count * months);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    return date.setUTCDate(Math.min(day, last));
  }
  const millis = { w: 7 * DAY, d: DAY, h: 3_600_000, H: 3_600_000, m: 60_000, s: 1000 }[unit] ?? 1;
  return time + count * millis;
}

function applyMath(start: number, math: string, options: DateOptions): number | null {
  const shift = zoneMinutes(options.timeZone) * 60_000;
  let time = start + shift;
  let end = 0;
  for (const match of math.matchAll(MATH)) {
    const [whole, operator, digits, unit] = match;
    if (operator === '/') {
      time = floorDate(time, unit!);
      if (options.roundUp) time = addDate(time, 1, unit!) - 1;
    } else {
      time = addDate(time, (operator === '-' ? -1 : 1) * Number(digits === '' ? 1 : digits), unit!);
    }
    end = match.index + whole.length;
  }
  return end === math.length ? time - shift : null;
}

/** Reads a date with its mathematics: `2024-05`, `now-1d/d`, `2024-01-01||+1M/d`. @throws SearchFault */
export function parseDate(text: string, options: DateOptions): number {
  const format = options.format ?? DEFAULT_FORMAT;
  const isNow = text.startsWith('now');
  const [anchor, math] = isNow ? ['now', text.slice(3)] : (text.split('||') as [string, string?]);
  const parts = math === undefined || math === '' ? options : { ...options, roundUp: false };
  const start = isNow
    ? options.now
    : (format
        .split('||')
        .map((one) => parseOne(anchor, one, parts))
        .find((time) => time !== null && !Number.isNaN(time)) ?? null);
  const time = start === null ? null : applyMath(start, math ?? '', options);
  if (time !== null) return time;
  const reason = `failed to parse date field [${anchor}] with format [${format}]`;
  throw new SearchFault('parse_exception', `${reason}: [${reason}]`, {
    onShard: true,
    causedBy: { type: 'illegal_argument_exception', reason },
  });
}

/** The moments that one text stands for: a date without a time is its whole day. */
export function parseDateRange(
  text: string,
  options: Omit<DateOptions, 'roundUp'>,
): { readonly from: number; readonly to: number } {
  return {
    from: parseDate(text, { ...options, roundUp: false }),
    to: parseDate(text, { ...options, roundUp: true }),
  };
}

/** The format that a mapping gives its dates, as an option of parsing. */
export function formatOf(mapping: { readonly dateFormat?: { readonly pattern: string } } | undefined): {
  format?: string;
} {
  return mapping?.dateFormat === undefined ? {} : { format: mapping.dateFormat.pattern };
}

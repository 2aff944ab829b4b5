const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Writes milliseconds since 1970 in one format: a Java pattern, an ISO name or an epoch. */
export function dateWriter(pattern: string): (ms: number) => string {
  if (pattern === 'epoch_millis') return (ms) => String(ms);
  if (pattern === 'epoch_second') return (ms) => String(ms / 1000);
  if (pattern.endsWith('date_optional_time') || pattern === 'iso8601')
    return (ms) => new Date(ms).toISOString();
  return (ms) => {
    const date = new Date(ms);
    return pattern.replace(
      /'((?:[^']|'')*)'|([A-Za-z])\2*/g,
      (all: string, literal: string | undefined, letter: string | undefined) => {
        if (letter === undefined) return literal === '' ? "'" : (literal ?? '');
        return written(date, letter, all.length);
      },
    );
  };
}

function written(date: Date, letter: string, width: number): string {
  const padded = (value: number): string => String(value).padStart(width, '0');
  switch (letter) {
    case 'y':
    case 'u':
      return width === 2 ? String(date.getUTCFullYear()).slice(-2) : padded(date.getUTCFullYear());
    case 'M':
    case 'L': {
      const name = MONTHS[date.getUTCMonth()] ?? '';
      if (width >= 3) return width === 3 ? name.slice(0, 3) : name;
      return padded(date.getUTCMonth() + 1);
    }
    case 'd':
      return padded(date.getUTCDate());
    case 'H':
      return padded(date.getUTCHours());
    case 'h':
      return padded(date.getUTCHours() % 12 || 12);
    case 'm':
      return padded(date.getUTCMinutes());
    case 's':
      return padded(date.getUTCSeconds());
    case 'S':
      return String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(width, '0').slice(0, width);
    case 'a':
      return date.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'E': {
      const name = DAYS[date.getUTCDay()] ?? '';
      return width <= 3 ? name.slice(0, 3) : name;
    }
    default:
      // Zones: everything is UTC.
      return letter === 'X' || letter === 'V' ? 'Z' : letter === 'z' ? 'UTC' : '+0000';
  }
}

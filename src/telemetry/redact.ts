/** Names of fields whose values never reach a log line: credentials, and the text of queries and documents. */
const SECRET =
  /authorization|cookie|passw|secret|token|api[-_]?key|credential|^(body|query|text|source|_source|hits|document|typed)$/i;

const MASK = '***';
const MAX_DEPTH = 6;
const MAX_ENTRIES = 64;
const MAX_TEXT = 1024;

/** Credentials inside running text: `Basic …`, `Bearer …`, `ApiKey …`, `password=…`, user:password in a URL. */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(basic|bearer|apikey|negotiate)\s+[\w+/=.~-]{4,}/gi, `$1 ${MASK}`],
  [/\b(password|passwd|secret|token|api[-_]?key)\s*[=:]\s*[^\s,;&]+/gi, `$1=${MASK}`],
  [/(:\/\/)[^\s/@]+@/g, `$1${MASK}@`],
];

// JSON escapes the controls below U+0020; terminals also obey those from U+007F to U+009F.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const TERMINAL_CONTROLS = /[\x7f-\x9f]/g;

/** Text that is safe in a log: no credentials, no control sequence, bounded. */
export function redactText(text: string): string {
  const bounded = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  const masked = IN_TEXT.reduce((result, [pattern, mask]) => result.replace(pattern, mask), bounded);
  return masked.replace(TERMINAL_CONTROLS, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);
}

/** A copy of log fields without secrets, bounded in depth, size and length of text. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return members(fields, 0);
}

function members(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(
    entries.map(([key, inner]) => [
      redactText(key),
      SECRET.test(key) && !isPlainCount(inner) ? MASK : plain(inner, depth + 1),
    ]),
  );
}

/** `query: 3` and `token: null` tell nothing. */
function isPlainCount(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean';
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[function]' : value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth > MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return errorFields(value, depth);
  if (Array.isArray(value)) return list(value, depth);
  if (value instanceof Map) return members(Object.fromEntries(value), depth);
  if (value instanceof Set) return list([...value], depth);
  return members(value, depth);
}

/** Raw headers are name and value alternating: the name decides about the value after it. */
function list(values: readonly unknown[], depth: number): unknown[] {
  return values.slice(0, MAX_ENTRIES).map((value, index) => {
    const before = values[index - 1];
    return index % 2 === 1 && typeof before === 'string' && SECRET.test(before)
      ? MASK
      : plain(value, depth + 1);
  });
}

function errorFields(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { readonly code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: redactText(error.message),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: plain(error.cause, depth + 1) }),
  };
}

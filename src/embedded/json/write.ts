/** JSON text that stands in an answer as it is: a stored `_source`. */
export class RawJson {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** A 32-bit float or a double, written as Java writes it: `1.0`, `1.0E10`. */
export class JavaNumber {
  readonly value: number;
  readonly single: boolean;
  constructor(value: number, single: boolean) {
    this.value = value;
    this.single = single;
  }

  toString(): string {
    const { value } = this;
    if (!Number.isFinite(value))
      return Number.isNaN(value) ? '"NaN"' : value > 0 ? '"Infinity"' : '"-Infinity"';
    const digits = this.single ? shortestFloat(value) : String(value);
    const magnitude = Math.abs(value);
    if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) return scientific(digits);
    return /[.e]/.test(digits) ? digits : `${digits}.0`;
  }
}

export const float = (value: number): JavaNumber => new JavaNumber(Math.fround(value), true);
export const double = (value: number): JavaNumber => new JavaNumber(value, false);

/** The shortest decimal that reads back as the same 32-bit float. */
function shortestFloat(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

function scientific(digits: string): string {
  const [mantissa = '', exponent = '0'] = Number(digits).toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** Serialises a value that may hold RawJson and JavaNumber; undefined members are left out, as JSON.stringify does. */
export function writeJson(value: unknown): Buffer {
  const chunks: (string | Buffer)[] = [];
  write(value, chunks);
  if (chunks.every((chunk) => typeof chunk === 'string')) return Buffer.from(chunks.join(''));
  const merged: Buffer[] = [];
  let text = '';
  for (const chunk of chunks) {
    if (typeof chunk === 'string') {
      text += chunk;
      continue;
    }
    merged.push(Buffer.from(text), chunk);
    text = '';
  }
  merged.push(Buffer.from(text));
  return Buffer.concat(merged);
}

function write(value: unknown, out: (string | Buffer)[]): void {
  if (value instanceof RawJson) out.push(value.bytes);
  else if (value instanceof JavaNumber) out.push(value.toString());
  else if (Array.isArray(value)) writeArray(value, out);
  else if (value instanceof Map) writeEntries(value as Map<string, unknown>, out);
  else if (typeof value === 'object' && value !== null) writeEntries(Object.entries(value), out);
  else out.push(JSON.stringify(value ?? null));
}

function writeArray(values: readonly unknown[], out: (string | Buffer)[]): void {
  out.push('[');
  values.forEach((value, i) => {
    if (i > 0) out.push(',');
    write(value, out);
  });
  out.push(']');
}

function writeEntries(entries: Iterable<readonly [string, unknown]>, out: (string | Buffer)[]): void {
  out.push('{');
  let first = true;
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    out.push(first ? `${JSON.stringify(key)}:` : `,${JSON.stringify(key)}:`);
    first = false;
    write(value, out);
  }
  out.push('}');
}

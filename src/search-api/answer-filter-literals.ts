/**
 * Under `filter_path` Elasticsearch does not copy `_source` but reads it and writes it again, with Java's idea of
 * how strings and numbers look. These functions write a literal the same way.
 */

/** Anything that may have to be escaped: quotes, backslashes, control characters, halves of pairs. */
const SPECIAL = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** Characters outside the BMP are written as two escapes; hexadecimal digits are capitals. */
export function writtenString(text: string): string {
  if (!SPECIAL.test(text)) return `"${text}"`;
  return JSON.stringify(text).replaceAll(/\\u[\da-f]{4}|\\.|[\ud800-\udfff]/g, (part) => {
    if (part.length === 1) return `\\u${part.charCodeAt(0).toString(16).toUpperCase()}`;
    return part.length === 6 ? `\\u${part.slice(2).toUpperCase()}` : part;
  });
}

/** From 1 up to 10^7 with nothing to shorten: already as Java writes it. */
const USUAL = /^-?[1-9]\d{0,6}\.(?:0|\d{0,7}[1-9])$/;

/**
 * `Double.toString`, of which 1.50 → 1.5, 1e3 → 1000.0, 1e7 → 1.0E7, 1e400 → "Infinity"; integers stay.
 * @returns undefined where Java versions differ: from 1e16 on (before Java 19), and near the smallest numbers
 */
export function writtenNumber(literal: string): string | undefined {
  if (!/[.eE]/.test(literal)) return literal === '-0' ? '0' : literal;
  if (USUAL.test(literal)) return literal;
  const value = Number(literal);
  if (!Number.isFinite(value)) return value > 0 ? '"Infinity"' : '"-Infinity"';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0.0`;
  const [mantissa = '', exponentText] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent > 15 || exponent < -290) return undefined;
  return sign + (exponent >= -3 && exponent < 7 ? plain(digits, exponent) : scientific(digits, exponent));
}

function plain(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

function scientific(digits: string, exponent: number): string {
  return `${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
}

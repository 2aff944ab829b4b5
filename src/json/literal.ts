import { BACKSLASH, QUOTE } from './bytes.ts';
import { JsonFault } from './fault.ts';

/** Where a string ends (after its closing quote) and whether it holds escapes. */
export interface StringEnd {
  readonly end: number;
  readonly escaped: boolean;
}

/**
 * Reads a string strictly.
 * @param start offset of the opening quote
 */
export function endOfString(bytes: Uint8Array, start: number): StringEnd {
  let escaped = false;
  let at = start + 1;
  for (;;) {
    const byte = bytes[at];
    if (byte === QUOTE) return { end: at + 1, escaped };
    if (byte === undefined) throw new JsonFault('syntax', at, 'unfinished string');
    if (byte < 0x20) throw new JsonFault('syntax', at, 'control character in a string');
    if (byte === BACKSLASH) {
      escaped = true;
      at = afterEscape(bytes, at);
    } else at += 1;
  }
}

const SHORT_ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

function afterEscape(bytes: Uint8Array, at: number): number {
  const letter = bytes[at + 1];
  if (letter !== undefined && SHORT_ESCAPES.has(letter)) return at + 2;
  const unit = codeUnit(bytes, at);
  if (unit === undefined) throw new JsonFault('syntax', at, 'invalid escape');
  if (unit < 0xd800 || unit > 0xdfff) return at + 6;
  const low = unit < 0xdc00 ? codeUnit(bytes, at + 6) : undefined;
  if (low === undefined || low < 0xdc00 || low > 0xdfff) {
    throw new JsonFault('lone_surrogate', at, 'half a surrogate pair');
  }
  return at + 12;
}

/** The UTF-16 unit of the `\uXXXX` at `at`; undefined where there is none. */
function codeUnit(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return undefined;
  let unit = 0;
  for (let offset = at + 2; offset < at + 6; offset += 1) {
    const digit = hexDigit(bytes[offset]);
    if (digit === undefined) return undefined;
    unit = unit * 16 + digit;
  }
  return unit;
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (isDigit(byte)) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

/** Reads a number strictly; its value is never computed, so no digit is lost. */
export function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  at = bytes[at] === 0x30 ? at + 1 : afterDigits(bytes, at);
  if (bytes[at] === 0x2e) at = afterDigits(bytes, at + 1);
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    const sign = bytes[at + 1];
    at = afterDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
  }
  return at;
}

/** At least one digit. */
function afterDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at])) at += 1;
  if (at === start) throw new JsonFault('syntax', at, 'digit expected');
  return at;
}

function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Reads `true`, `false` or `null`, which is the word given. */
export function endOfWord(bytes: Uint8Array, start: number, word: string): number {
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[start + index] !== word.charCodeAt(index)) {
      throw new JsonFault('syntax', start + index, 'value expected');
    }
  }
  return start + word.length;
}

import {
  afterBlanks,
  asBuffer,
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './bytes.ts';
import { JsonFault } from './fault.ts';
import { decodeString } from './text.ts';

/**
 * A scanner for answers of an engine that writes correct JSON: finds where values start and end and checks no
 * more than it needs for that. Whoever visits a value says where it ends, from a scan of their own or from
 * `skipValue`, so that each byte is touched once however deep the visit goes.
 */

/** @returns end of the value that starts at `start` */
export type VisitMember = (key: string, start: number, keyStart: number) => number;

/** @returns end of the value that starts at `start` */
export type VisitItem = (start: number, index: number) => number;

/**
 * Visits the members of the object at `objectStart` in order.
 * @returns end of the object
 * @throws JsonFault `syntax`
 */
export function scanMembers(bytes: Uint8Array, objectStart: number, visit: VisitMember): number {
  expect(bytes, objectStart, OPEN_OBJECT, 'object');
  let at = afterBlanks(bytes, objectStart + 1);
  if (bytes[at] === CLOSE_OBJECT) return at + 1;
  for (;;) {
    expect(bytes, at, QUOTE, 'key');
    const keyEnd = endOfString(bytes, at);
    const colon = afterBlanks(bytes, keyEnd);
    expect(bytes, colon, COLON, 'colon');
    const end = visit(decodeString(bytes, at, keyEnd), valueAt(bytes, colon + 1), at);
    const after = afterBlanks(bytes, end);
    if (bytes[after] === CLOSE_OBJECT) return after + 1;
    expect(bytes, after, COMMA, 'comma or end of object');
    at = afterBlanks(bytes, after + 1);
  }
}

/**
 * Visits the items of the array at `arrayStart` in order.
 * @returns end of the array
 * @throws JsonFault `syntax`
 */
export function scanItems(bytes: Uint8Array, arrayStart: number, visit: VisitItem): number {
  expect(bytes, arrayStart, OPEN_ARRAY, 'array');
  let at = afterBlanks(bytes, arrayStart + 1);
  if (bytes[at] === CLOSE_ARRAY) return at + 1;
  for (let index = 0; ; index += 1) {
    const after = afterBlanks(bytes, visit(valueAt(bytes, at), index));
    if (bytes[after] === CLOSE_ARRAY) return after + 1;
    expect(bytes, after, COMMA, 'comma or end of array');
    at = after + 1;
  }
}

/**
 * End of the value that starts at `at` (no blank). Counts brackets without telling their kinds apart.
 * @throws JsonFault `syntax` when it does not end
 */
export function skipValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === QUOTE) return endOfString(bytes, at);
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return endOfLiteral(bytes, at);
  let depth = 0;
  let offset = at;
  while (offset < bytes.length) {
    const byte = bytes[offset];
    if (byte === QUOTE) {
      offset = endOfString(bytes, offset);
      continue;
    }
    offset += 1;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === 0) return offset;
    }
  }
  throw new JsonFault('syntax', bytes.length, 'unfinished value');
}

/** Where the next value starts. */
function valueAt(bytes: Uint8Array, at: number): number {
  const start = afterBlanks(bytes, at);
  if (start >= bytes.length) throw new JsonFault('syntax', start, 'value expected');
  return start;
}

/** Short strings end within a few steps; for long ones a native search is quicker than our loop. */
const STEPS = 32;

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  const near = at + STEPS;
  while (at < near) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return endOfLongString(asBuffer(bytes), at);
}

/** `from` is inside the string and not inside an escape. */
function endOfLongString(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === -1) throw new JsonFault('syntax', bytes.length, 'unfinished string');
    let slashes = quote;
    while (slashes > from && bytes[slashes - 1] === BACKSLASH) slashes -= 1;
    if ((quote - slashes) % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** Numbers, `true`, `false`, `null`. */
function endOfLiteral(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isLiteral(bytes[at])) at += 1;
  if (at === start) throw new JsonFault('syntax', at, 'value expected');
  return at;
}

/** Digits, signs, the point, small letters and `E`. */
function isLiteral(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x2b && byte <= 0x39 && byte !== COMMA) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x45;
}

function expect(bytes: Uint8Array, at: number, byte: number, what: string): void {
  if (bytes[at] !== byte) throw new JsonFault('syntax', at, `${what} expected`);
}

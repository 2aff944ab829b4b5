import { isUtf8 } from 'node:buffer';
import { JsonFault } from './fault.ts';

/**
 * RFC 8259 section 8.1: UTF-8 without a byte order mark.
 * @throws JsonFault `encoding`
 */
export function checkEncoding(bytes: Uint8Array): void {
  if (!isUtf8(bytes)) throw new JsonFault('encoding', firstInvalid(bytes), 'invalid UTF-8');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new JsonFault('encoding', 0, 'byte order mark');
  }
  // A JSON text starts with ASCII, so a NUL among its first two bytes betrays UTF-16 or UTF-32.
  if (bytes[0] === 0 || bytes[1] === 0) throw new JsonFault('encoding', 0, 'not UTF-8');
}

/** Bisects: each half is checked natively and only the bad one is halved again, so the cost stays linear. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  for (;;) {
    const middle = characterStart(bytes, valid + ((invalid - valid) >> 1), valid);
    if (middle === valid) break;
    if (isUtf8(bytes.subarray(valid, middle))) valid = middle;
    else invalid = middle;
  }
  // Fewer than eight bytes are left, of which the first characters may still be whole.
  for (let end = valid + 1; end < invalid; end += 1) {
    if (isUtf8(bytes.subarray(valid, end))) valid = end;
  }
  return valid;
}

/** Steps back over at most three continuation bytes, never before `least`. */
function characterStart(bytes: Uint8Array, at: number, least: number): number {
  for (let start = at; start > least && start > at - 4; start -= 1) {
    if ((bytes[start]! & 0xc0) !== 0x80) return start;
  }
  return at - 4 >= least ? at : least;
}

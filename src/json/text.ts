import { asBuffer, BACKSLASH } from './bytes.ts';

/**
 * The text of a JSON string that was found to be well formed.
 * @param start offset of the opening quote
 * @param end one past the closing quote
 */
export function decodeString(bytes: Uint8Array, start: number, end: number): string {
  return decode(asBuffer(bytes), start, end, bytes.subarray(start, end).includes(BACKSLASH));
}

/** As `decodeString`, for callers that know whether there are escapes. */
export function decode(buffer: Buffer, start: number, end: number, escaped: boolean): string {
  if (!escaped) return buffer.toString('utf8', start + 1, end - 1);
  const text: unknown = JSON.parse(buffer.toString('utf8', start, end));
  return String(text);
}

/** A JSON string with this text; half surrogate pairs are escaped, so the bytes are always valid UTF-8. */
export function encodeString(text: string): Buffer {
  return Buffer.from(JSON.stringify(text), 'utf8');
}

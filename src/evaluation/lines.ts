import { GatewayError } from '../errors.ts';

export type Lines = Iterable<string>;

/** Lines with content and where they stand (`file:line`); a byte order mark and carriage returns are taken off. */
export function* numbered(lines: Lines, file: string): Iterable<readonly [text: string, place: string]> {
  let number = 0;
  for (const line of lines) {
    number += 1;
    const text = (number === 1 ? line.replace(/^\uFEFF/, '') : line).replace(/\r$/, '');
    if (text.trim() !== '') yield [text, `${file}:${number}`];
  }
}

/** A fault of a file, with where it stands. */
export function fault(place: string, message: string, cause?: unknown): GatewayError {
  return new GatewayError('bad_request', `${place}: ${message}`, cause === undefined ? {} : { cause });
}

/** A finite number that is written out; undefined for anything else, also for nothing. */
export function finite(text: string): number | undefined {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The JSON object that a text is.
 * @throws GatewayError `bad_request` naming the place
 */
export function jsonObject(text: string, place: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fault(place, 'not a JSON object', error);
  }
  if (!isObject(value)) throw fault(place, 'not a JSON object');
  return value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

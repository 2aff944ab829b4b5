import { illegalArgument } from '../errors.ts';

/** Settings of one analyzer, tokenizer or filter; numbers and booleans may be strings, as in stored settings. */
export type Options = Readonly<Record<string, unknown>>;

export function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOption(options: Options, key: string): string | undefined {
  const value = options[key];
  return value === undefined || value === null ? undefined : String(value as string | number | boolean);
}

export function intOption(options: Options, key: string, fallback: number): number {
  const text = textOption(options, key);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value)) {
    throw illegalArgument(`Failed to parse value [${text}] for setting [${key}]`);
  }
  return value;
}

export function boolOption(options: Options, key: string, fallback: boolean): boolean {
  const text = textOption(options, key);
  if (text === undefined || text === '') return fallback;
  if (text === 'true') return true;
  if (text === 'false') return false;
  throw illegalArgument(`Failed to parse value [${text}] as only [true] or [false] are allowed.`);
}

/** A list, or one text with commas. */
export function listOption(options: Options, key: string): string[] | undefined {
  const value = options[key];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.map(String);
  if (isOptions(value)) return Object.values(value).map(String);
  const text = textOption(options, key) ?? '';
  return text === '' ? [] : text.split(',').map((part) => part.trim());
}

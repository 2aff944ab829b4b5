import { EngineError } from '../errors.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Where a value begins; both 1-based. */
export interface Location {
  readonly line: number;
  readonly col: number;
}

/** Told of every scalar and of the begin of every object and array, with the keys and indices that lead there. */
export type ValueObserver = (path: readonly (string | number)[], text: string, at: number) => void;

const MAX_DEPTH = 1000;

/**
 * Reads JSON as Elasticsearch's parser does: comments are skipped, a duplicate key is an error. A number that
 * does not fit a double loses digits, as in JSON.parse.
 * @throws EngineError `x_content_parse_exception` with line and column.
 */
export function parseJson(text: string, observe?: ValueObserver): Json {
  return new Parser(text, observe).document();
}

export function locate(text: string, at: number): Location {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, col: at - before.lastIndexOf('\n') };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as text: a string as it is, an object as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value) ?? 'undefined';
}

class Parser {
  readonly #text: string;
  readonly #observe: ValueObserver | undefined;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, observe: ValueObserver | undefined) {
    this.#text = text.startsWith('\ufeff') ? text.slice(1) : text;
    this.#observe = observe;
  }

  document(): Json {
    this.#blank();
    const value = this.#value();
    this.#blank();
    if (this.#at < this.#text.length)
      this.#fail(`Unexpected character (${this.#seen()}): expected end of input`);
    return value;
  }

  #value(): Json {
    const start = this.#at;
    const char = this.#text[start];
    if (char === '{' || char === '[') {
      if (this.#path.length > MAX_DEPTH)
        this.#fail(`Document nesting depth (${MAX_DEPTH + 1}) exceeds the maximum allowed`);
      this.#observe?.(this.#path, char, start);
      return char === '{' ? this.#object() : this.#array();
    }
    const value = char === '"' ? this.#string() : this.#scalar();
    this.#observe?.(this.#path, this.#text.slice(start, this.#at), start);
    return value;
  }

  #object(): JsonObject {
    const object: JsonObject = {};
    this.#at++;
    this.#blank();
    if (this.#text[this.#at] === '}') {
      this.#at++;
      return object;
    }
    for (;;) {
      if (this.#text[this.#at] !== '"') {
        this.#fail(`Unexpected character (${this.#seen()}): was expecting double-quote to start field name`);
      }
      const key = this.#string();
      if (Object.hasOwn(object, key)) this.#fail(`Duplicate field '${key}'`);
      this.#blank();
      if (this.#text[this.#at] !== ':') {
        this.#fail(
          `Unexpected character (${this.#seen()}): was expecting a colon to separate field name and value`,
        );
      }
      this.#at++;
      this.#blank();
      this.#path.push(key);
      const value = this.#value();
      this.#path.pop();
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      if (this.#separator('}', 'Object') === '}') return object;
    }
  }

  #array(): Json[] {
    const array: Json[] = [];
    this.#at++;
    this.#blank();
    if (this.#text[this.#at] === ']') {
      this.#at++;
      return array;
    }
    for (;;) {
      this.#path.push(array.length);
      array.push(this.#value());
      this.#path.pop();
      if (this.#separator(']', 'Array') === ']') return array;
    }
  }

  /** Steps over a comma or the closing bracket, and blanks. */
  #separator(close: string, what: string): string {
    this.#blank();
    const char = this.#text[this.#at];
    if (char !== ',' && char !== close) {
      this.#fail(
        char === undefined
          ? `Unexpected end-of-input: expected close marker for ${what}`
          : `Unexpected character (${this.#seen()}): was expecting comma to separate ${what} entries`,
      );
    }
    this.#at++;
    if (char === ',') this.#blank();
    return char as string;
  }

  #string(): string {
    const start = this.#at;
    let at = start + 1;
    for (; ; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit === 0x22) break;
      if (unit === 0x5c) at++;
      else if (Number.isNaN(unit)) {
        this.#at = this.#text.length;
        this.#fail('Unexpected end-of-input in a string value');
      } else if (unit < 0x20) {
        this.#at = at;
        this.#fail(
          `Illegal unquoted character ((CTRL-CHAR, code ${unit})): has to be escaped using backslash to be included in string value`,
        );
      }
    }
    this.#at = at + 1;
    return this.#native(this.#text.slice(start, this.#at), start) as string;
  }

  #scalar(): Json {
    const start = this.#at;
    const token = /[^\s,\]}/:"[{]*/y;
    token.lastIndex = start;
    const text = token.exec(this.#text)?.[0] ?? '';
    if (text === '') {
      if (start >= this.#text.length) this.#fail('Unexpected end-of-input');
      this.#fail(
        `Unexpected character (${this.#seen()}): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
      );
    }
    this.#at = start + text.length;
    return this.#native(text, start);
  }

  #native(text: string, start: number): Json {
    try {
      return JSON.parse(text) as Json;
    } catch (error) {
      this.#at = start;
      const reason = text.startsWith('"')
        ? 'Unrecognized character escape'
        : `Unrecognized token '${text}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
      return this.#fail(reason, error);
    }
  }

  #blank(): void {
    const blank = /(?:[ \t\r\n]+|\/\*[^]*?\*\/|\/\/[^\n]*)*/y;
    blank.lastIndex = this.#at;
    blank.test(this.#text);
    this.#at = Math.max(this.#at, blank.lastIndex);
  }

  #seen(): string {
    const char = this.#text[this.#at];
    return char === undefined ? 'end-of-input' : `'${char}' (code ${char.charCodeAt(0)})`;
  }

  #fail(reason: string, cause?: unknown): never {
    const { line, col } = locate(this.#text, this.#at);
    const error = new EngineError({
      type: 'x_content_parse_exception',
      reason: `[${line}:${col}] ${reason}`,
      status: 400,
      causedBy: { type: 'json_parse_exception', reason, status: 400 },
    });
    if (cause !== undefined) error.cause = cause;
    throw error;
  }
}

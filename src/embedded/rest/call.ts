import { EngineError, illegalArgument } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject, parseJson } from '../json/parse.ts';

/** One request as a route sees it. */
export interface CallParts {
  readonly method: string;
  /** Raw path without query string. */
  readonly path: string;
  /** Placeholders of the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Parameters of the query string, decoded; the last of a name counts. */
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer | null;
}

/** What a route answers: a value to be written as JSON, or text. */
export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

export const ok = (json: unknown): Reply => ({ status: 200, json });

/** A request with its parameters typed. */
export class Call implements CallParts {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer | null;

  constructor(parts: CallParts) {
    this.method = parts.method;
    this.path = parts.path;
    this.params = parts.params;
    this.query = parts.query;
    this.headers = parts.headers;
    this.body = parts.body;
  }

  /** A placeholder of the path; empty where the route has none of that name. */
  param(name: string): string {
    return this.params[name] ?? this.query.get(name) ?? '';
  }

  text(name: string): string | undefined {
    return this.query.get(name);
  }

  /** A flag; present without a value means true. */
  flag(name: string, fallback = false): boolean {
    const value = this.query.get(name);
    if (value === undefined) return fallback;
    if (value === '' || value === 'true') return true;
    if (value === 'false') return false;
    throw illegalArgument(`Failed to parse value [${value}] as only [true] or [false] are allowed.`);
  }

  integer(name: string): number | undefined {
    const value = this.query.get(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number)) return number;
    throw illegalArgument(`Failed to parse int parameter [${name}] with value [${value}]`, {
      type: 'number_format_exception',
      reason: `For input string: "${value}"`,
      status: 400,
    });
  }

  list(name: string): string[] | undefined {
    const value = this.params[name] ?? this.query.get(name);
    return value?.split(',').filter((part) => part !== '');
  }

  get hasBody(): boolean {
    return (this.body?.length ?? 0) > 0 || this.query.has('source');
  }

  bodyText(): string {
    if ((this.body?.length ?? 0) > 0) return (this.body as Buffer).toString();
    return this.query.get('source') ?? '';
  }

  /** The body as JSON; undefined where there is none. @throws EngineError */
  json(): Json | undefined {
    const text = this.bodyText();
    return text === '' ? undefined : parseJson(text);
  }

  /** The body as an object, empty where there is none. @throws EngineError */
  object(): JsonObject {
    const value = this.json() ?? {};
    if (isObject(value)) return value;
    throw new EngineError({
      type: 'parsing_exception',
      reason: `Expected [START_OBJECT] but found [${Array.isArray(value) ? 'START_ARRAY' : 'VALUE'}]`,
      status: 400,
      extra: { line: 1, col: 1 },
    });
  }

  /** @throws EngineError where there is no body. */
  requireBody(): void {
    if (this.hasBody) return;
    throw new EngineError({ type: 'parse_exception', reason: 'request body is required', status: 400 });
  }
}

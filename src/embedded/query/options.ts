import { illegalArgument, parsingFault, unknownField } from './fault.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** How a parser words its refusal of an unknown key. */
export type Refusal = (place: {
  readonly parser: string;
  readonly key: string;
  readonly value: unknown;
}) => Error;

const refuseInQuery: Refusal = ({ parser, key }) =>
  parsingFault(`[${parser}] query does not support [${key}]`, key);

/** A string, number or flag as text. @throws SearchFault for anything else. */
export function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw illegalArgument('a value is expected where the request has an object, an array or null');
}

/** Reads the keys of one JSON object, as leniently about types and as strictly about names as Elasticsearch. */
export class Options {
  readonly parser: string;
  private readonly json: JsonObject;
  private readonly left: Set<string>;
  private readonly refuse: Refusal;

  constructor(parser: string, json: unknown, refuse: Refusal = refuseInQuery) {
    if (!isObject(json))
      throw parsingFault(`[${parser}] query malformed, no start_object after query name`, parser);
    this.parser = parser;
    this.json = json;
    this.left = new Set(Object.keys(json));
    this.refuse = refuse;
  }

  /** An object that Elasticsearch reads with its ObjectParser. */
  static strict(parser: string, json: unknown): Options {
    return new Options(parser, json, ({ key }) => unknownField(parser, key));
  }

  take(key: string): unknown {
    this.left.delete(key);
    return this.json[key] ?? undefined;
  }

  text(key: string): string | undefined {
    const value = this.take(key);
    if (value === undefined) return undefined;
    if (typeof value === 'object') throw this.refusal(key);
    return scalarText(value);
  }

  number(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value)) {
      throw illegalArgument(`For input string: "${text}"`);
    }
    return value;
  }

  integer(key: string): number | undefined {
    const value = this.number(key);
    return value === undefined ? undefined : Math.trunc(value);
  }

  flag(key: string): boolean | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') {
      throw illegalArgument(`Failed to parse value [${text}] as only [true] or [false] are allowed.`);
    }
    return text === 'true';
  }

  /** An array, or one value in its place. */
  list(key: string): readonly unknown[] {
    const value = this.take(key);
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  }

  has(key: string): boolean {
    return this.json[key] !== undefined;
  }

  private refusal(key: string): Error {
    return this.refuse({ parser: this.parser, key, value: this.json[key] });
  }

  boost(): number {
    const boost = this.number('boost') ?? 1;
    if (boost < 0) {
      throw illegalArgument(
        `negative [boost] are not allowed in [{}], use a value between 0 and 1 to deboost`.replace(
          '{}',
          this.parser,
        ),
      );
    }
    return boost;
  }

  name(): string | undefined {
    return this.text('_name');
  }

  /** Names not read so far. */
  rest(): readonly string[] {
    return [...this.left];
  }

  /** @throws SearchFault for the first key that nobody asked for. */
  done(): void {
    for (const key of this.left) throw this.refusal(key);
  }
}

export interface FieldOptions {
  readonly field: string;
  readonly options: Options;
}

/** `{field: value}` or `{field: {key: value, …}}`; `short` is the key that a bare value stands for. */
export function fieldOptions(parser: string, body: unknown, short: string): FieldOptions {
  if (!isObject(body))
    throw parsingFault(`[${parser}] query malformed, no start_object after query name`, parser);
  const entries = Object.entries(body);
  const [first, second] = entries;
  if (first === undefined) {
    throw parsingFault(
      parser.startsWith('match') ? 'No text specified for text query' : 'field name is null or empty',
    );
  }
  if (second !== undefined) {
    throw parsingFault(
      `[${parser}] query doesn't support multiple fields, found [${first[0]}] and [${second[0]}]`,
      second[0],
    );
  }
  const [field, value] = first;
  return { field, options: new Options(parser, isObject(value) ? value : { [short]: value }) };
}

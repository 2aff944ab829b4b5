/** A value of a property: what JSON can say. Names of objects are the maps' keys, so that none of them is special. */
export type PropertyValue =
  string | number | boolean | null | readonly PropertyValue[] | ReadonlyMap<string, PropertyValue>;

/** What was read, or why it could not be. */
export type ReadProperties =
  | { readonly properties: ReadonlyMap<string, PropertyValue>; readonly trailingComma: boolean }
  | { readonly problem: string };

const NAME = /[\p{L}_$@][\p{L}\p{N}_$@.-]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const LITERAL = /(?:true|false|null)(?![\w.])/y;
const DEEPEST = 50;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

class Stop extends Error {}

/**
 * Reads the JSON object of a property block leniently: names without quotes or in single ones, leading zeros, control
 * characters in strings, `#` comments and trailing commas are taken. A name that an object has twice is not.
 */
export function readProperties(text: string): ReadProperties {
  const reader = new Reader(text);
  try {
    const properties = reader.top();
    return { properties, trailingComma: reader.trailingComma };
  } catch (error) {
    if (error instanceof Stop) return { problem: error.message };
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  trailingComma = false;

  constructor(text: string) {
    this.#text = text;
  }

  top(): ReadonlyMap<string, PropertyValue> {
    if (!this.#take('{')) this.#stop('"{" is missing');
    const properties = this.#object(0);
    this.#skip();
    if (this.#at < this.#text.length) this.#stop('nothing may follow the closing bracket');
    return properties;
  }

  #object(depth: number): ReadonlyMap<string, PropertyValue> {
    const members = new Map<string, PropertyValue>();
    if (this.#take('}')) return members;
    do {
      if (this.#closes('}')) return members;
      const name = this.#name();
      if (members.has(name)) this.#stop(`"${name}" is given twice: keep one`);
      if (!this.#take(':')) this.#stop(`":" is missing after "${name}"`);
      members.set(name, this.#value(depth + 1));
    } while (this.#take(','));
    if (!this.#take('}')) this.#stop('"," or "}" is missing');
    return members;
  }

  #list(depth: number): readonly PropertyValue[] {
    const items: PropertyValue[] = [];
    if (this.#take(']')) return items;
    do {
      if (this.#closes(']')) return items;
      items.push(this.#value(depth + 1));
    } while (this.#take(','));
    if (!this.#take(']')) this.#stop('"," or "]" is missing');
    return items;
  }

  /** Whether the bracket closes right behind a comma. */
  #closes(bracket: string): boolean {
    if (!this.#take(bracket)) return false;
    this.trailingComma = true;
    return true;
  }

  #value(depth: number): PropertyValue {
    if (depth > DEEPEST) this.#stop(`brackets are nested more than ${DEEPEST} deep`);
    if (this.#take('{')) return this.#object(depth);
    if (this.#take('[')) return this.#list(depth);
    const quoted = this.#quoted();
    if (quoted !== undefined) return quoted;
    const literal = this.#match(LITERAL);
    if (literal !== undefined) return literal === 'null' ? null : literal === 'true';
    const number = this.#match(NUMBER);
    if (number === undefined)
      this.#stop('a value is expected: "text", a number, true, false, null, […] or {…}');
    return Number(number);
  }

  #name(): string {
    this.#skip();
    return this.#quoted() ?? this.#match(NAME) ?? this.#stop('a name is expected');
  }

  #quoted(): string | undefined {
    this.#skip();
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") return undefined;
    let value = '';
    for (let at = this.#at + 1; at < this.#text.length; at += 1) {
      const sign = this.#text[at]!;
      if (sign === quote) {
        this.#at = at + 1;
        return value;
      }
      if (sign !== '\\') {
        value += sign;
        continue;
      }
      at += 1;
      const escaped = this.#text[at] ?? '';
      const code = escaped === 'u' ? /^[0-9a-fA-F]{4}/.exec(this.#text.slice(at + 1)) : null;
      if (code !== null) at += 4;
      value += code === null ? (ESCAPES[escaped] ?? escaped) : String.fromCharCode(parseInt(code[0], 16));
    }
    return this.#stop('a closing quote is missing');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #take(sign: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skip(): void {
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === '#') while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at += 1;
      else if (sign === undefined || !/\s/.test(sign)) return;
      else this.#at += 1;
    }
  }

  #stop(problem: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 20).split('\n', 1)[0];
    throw new Stop(rest === '' || rest === undefined ? problem : `${problem} before "${rest}"`);
  }
}

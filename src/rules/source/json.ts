/** A value of a JSON text with the line it begins on (1 is the first). */
export interface JsonNode {
  readonly line: number;
  readonly value: string | number | boolean | null | readonly JsonNode[] | ReadonlyMap<string, JsonMember>;
}

export interface JsonMember {
  readonly node: JsonNode;
  /** Line of its name. */
  readonly line: number;
}

export interface JsonFault {
  readonly line: number;
  readonly message: string;
}

/** The text's value, undefined where it is no JSON; a name that an object has twice is a fault too. */
export interface ReadJson {
  readonly node: JsonNode | undefined;
  readonly faults: readonly JsonFault[];
}

const DEEPEST = 50;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const LITERAL = /true|false|null/y;

/** Reads strict JSON: no comments, no trailing commas. */
export function readJson(text: string): ReadJson {
  return new JsonReader(text.replace(/^\ufeff/, '')).read();
}

class Stop extends Error {}

class JsonReader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  readonly #faults: JsonFault[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): ReadJson {
    try {
      const node = this.#value(0);
      this.#skipBlanks();
      if (this.#at < this.#text.length) this.#stop('nothing may follow the closing bracket');
      return { node, faults: this.#faults };
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return { node: undefined, faults: this.#faults };
    }
  }

  #value(depth: number): JsonNode {
    this.#skipBlanks();
    const line = this.#line;
    if (depth > DEEPEST) this.#stop(`brackets are nested more than ${DEEPEST} deep`);
    switch (this.#text[this.#at]) {
      case '{':
        return { line, value: this.#object(depth) };
      case '[':
        return { line, value: this.#array(depth) };
      case '"':
        return { line, value: this.#string('a string') };
      default:
        return { line, value: this.#plain() };
    }
  }

  #object(depth: number): Map<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    this.#at += 1;
    if (this.#take('}')) return members;
    do {
      this.#skipBlanks();
      const line = this.#line;
      const name = this.#string('a name in double quotes');
      const before = members.get(name);
      if (before !== undefined) {
        this.#faults.push({ line, message: `"${name}" stands in line ${before.line} already: keep one` });
      }
      if (!this.#take(':')) this.#stop(`":" is missing after "${name}"`);
      members.set(name, { node: this.#value(depth + 1), line });
    } while (this.#take(','));
    if (!this.#take('}')) this.#stop('"," or "}" is missing');
    return members;
  }

  #array(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    this.#at += 1;
    if (this.#take(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#take(','));
    if (!this.#take(']')) this.#stop('"," or "]" is missing');
    return items;
  }

  #string(wanted: string): string {
    const found = this.#match(STRING);
    if (found === undefined) this.#stop(`${wanted} is expected, with its closing quote on the same line`);
    try {
      return String(JSON.parse(found));
    } catch {
      return this.#stop(`${found} holds a control character or an escape that JSON does not know`);
    }
  }

  #plain(): number | boolean | null {
    const literal = this.#match(LITERAL);
    if (literal !== undefined) return literal === 'null' ? null : literal === 'true';
    const number = this.#match(NUMBER);
    if (number === undefined) this.#stop('a value is expected: "…", a number, true, false, null, {…} or […]');
    return Number(number);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** Whether this sign comes next; it is passed then. */
  #take(sign: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === '\n') this.#line += 1;
      else if (sign !== ' ' && sign !== '\t' && sign !== '\r') return;
      this.#at += 1;
    }
  }

  #stop(problem: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 20).split('\n', 1)[0];
    const place = this.#at < this.#text.length ? `before "${rest}"` : 'at the end of the file';
    this.#faults.push({ line: this.#line, message: `no valid JSON ${place}: ${problem}` });
    throw new Stop();
  }
}

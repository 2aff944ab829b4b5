import { children, compare, descendants, filtered, holdsPieces, member, type Values } from './json-values.ts';
import type { PropertyValue } from './properties.ts';
import { Unreadable } from './terms.ts';

type Test = (value: PropertyValue) => boolean;
type Operand = (value: PropertyValue) => Values;

const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /==|!=|<=|>=|=~|<|>|\b(?:nin|in|subsetof|anyof|noneof|contains|all|size|empty)\b/y;
const LITERAL = /(?:true|false|null)\b/y;

/**
 * A JSONPath expression as a question: whether it selects anything. Members by name, index and wildcard, descent, and
 * filters with comparisons, `in`, `nin`, `anyof`, `noneof`, `subsetof`, `&&`, `||`, `!` are known; a filter on an object
 * asks the object itself, as Jayway's JsonPath does.
 * @throws Unreadable
 */
export function readJsonPath(
  expression: string,
): (properties: ReadonlyMap<string, PropertyValue>) => boolean {
  const select = new PathReader(expression).read();
  return (properties) => select(properties).length > 0;
}

/** Conditions are few where people write them; each may be nested in the one before. */
const MOST_TESTS = 200;

class PathReader {
  readonly #text: string;
  #at = 0;
  #tests = 0;

  constructor(text: string) {
    this.#text = text.trim();
  }

  read(): Operand {
    if (!this.#take('$')) this.#stop('it begins with "$"');
    const select = this.#steps();
    this.#skip();
    if (this.#at < this.#text.length) this.#stop('nothing may follow');
    return select;
  }

  #steps(): Operand {
    const steps: ((values: Values) => Values)[] = [];
    for (;;) {
      if (this.#text.startsWith('..', this.#at)) {
        this.#at += 2;
        steps.push((values) => values.flatMap(descendants));
        if (this.#text[this.#at] !== '[') steps.push(this.#member());
      } else if (this.#text[this.#at] === '.') {
        this.#at += 1;
        // "$.[…]" is how filters are often written.
        if (this.#text[this.#at] !== '[') steps.push(this.#member());
      } else if (this.#text[this.#at] === '[') {
        this.#at += 1;
        steps.push(this.#bracket());
      } else {
        return (value) => steps.reduce<Values>((values, step) => step(values), [value]);
      }
    }
  }

  #member(): (values: Values) => Values {
    if (this.#take('*')) return (values) => values.flatMap(children);
    const name = this.#match(NAME) ?? this.#stop('a name is expected');
    return (values) => values.flatMap((value) => member(value, name));
  }

  #bracket(): (values: Values) => Values {
    if (this.#take('*')) return this.#closed((values) => values.flatMap(children));
    if (this.#take('?')) {
      if (!this.#take('(')) this.#stop('"(" is expected behind "?"');
      const test = this.#either();
      if (!this.#take(')')) this.#stop('")" is missing');
      return this.#closed((values) => values.flatMap((value) => filtered(value, test)));
    }
    const names = this.#list(']', () => this.#quoted() ?? this.#index());
    return (values) => values.flatMap((value) => names.flatMap((name) => member(value, name)));
  }

  #closed<T>(step: T): T {
    if (!this.#take(']')) this.#stop('"]" is missing');
    return step;
  }

  #index(): number {
    const number = this.#match(NUMBER) ?? this.#stop('a name in quotes or a number is expected');
    return Number(number);
  }

  #either(): Test {
    const tests = [this.#both()];
    while (this.#take('||')) tests.push(this.#both());
    return (value) => tests.some((test) => test(value));
  }

  #both(): Test {
    const tests = [this.#single()];
    while (this.#take('&&')) tests.push(this.#single());
    return (value) => tests.every((test) => test(value));
  }

  #single(): Test {
    this.#tests += 1;
    if (this.#tests > MOST_TESTS) this.#stop(`it has more than ${MOST_TESTS} conditions`);
    this.#skip();
    if (this.#text[this.#at] === '!' && this.#text[this.#at + 1] !== '=') {
      this.#at += 1;
      const test = this.#single();
      return (value) => !test(value);
    }
    if (this.#take('(')) {
      const test = this.#either();
      if (!this.#take(')')) this.#stop('")" is missing');
      return test;
    }
    const left = this.#operand();
    this.#skip();
    const operator = this.#match(OPERATOR);
    if (operator === undefined) return (value) => left(value).length > 0;
    if (operator === '=~') {
      const pattern = this.#pattern();
      return (value) => left(value).some((one) => typeof one === 'string' && pattern(one));
    }
    const right = this.#operand();
    return (value) => compare(operator, left(value), right(value));
  }

  #operand(): Operand {
    this.#skip();
    if (this.#take('@')) return this.#steps();
    if (this.#take('[')) {
      const items = this.#list(']', () => this.#literal());
      return () => [items];
    }
    const value = this.#literal();
    return () => [value];
  }

  #literal(): PropertyValue {
    this.#skip();
    const quoted = this.#quoted();
    if (quoted !== undefined) return quoted;
    const literal = this.#match(LITERAL);
    if (literal !== undefined) return literal === 'null' ? null : literal === 'true';
    return Number(
      this.#match(NUMBER) ?? this.#stop('"@", a text in quotes, a number, true, false or null is expected'),
    );
  }

  /** Whole texts by `*` alone: a pattern of one's own must not make a search slow. */
  #pattern(): (text: string) => boolean {
    this.#skip();
    const match = /^\/((?:[^/\\*+?()[\]{}|^$.]|\.\*|\\.)*)\/(i?)/.exec(this.#text.slice(this.#at));
    if (match === null) this.#stop('a pattern of letters and ".*" between slashes is expected');
    this.#at += match[0].length;
    const fold = (text: string): string => (match[2] === 'i' ? text.toLowerCase() : text);
    const pieces = fold(match[1]!)
      .split('.*')
      .map((piece) => piece.replaceAll(/\\(.)/g, '$1'));
    return (text) => holdsPieces(fold(text), pieces);
  }

  #list<T>(end: string, item: () => T): readonly T[] {
    const items: T[] = [];
    if (this.#take(end)) return items;
    do {
      this.#skip();
      items.push(item());
    } while (this.#take(','));
    if (!this.#take(end)) this.#stop(`"${end}" is missing`);
    return items;
  }

  #quoted(): string | undefined {
    const match = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/s.exec(this.#text.slice(this.#at));
    if (match === null) return undefined;
    this.#at += match[0].length;
    return (match[1] ?? match[2] ?? '').replaceAll(/\\(.)/gs, '$1');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #take(sign: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #stop(problem: string): never {
    throw new Unreadable(`"${this.#text}" is no JSONPath at character ${this.#at + 1}: ${problem}`);
  }
}

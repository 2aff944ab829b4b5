import type { PropertyValue } from './properties.ts';
import { Unreadable } from './terms.ts';

type Values = readonly PropertyValue[];
type Test = (value: PropertyValue) => boolean;
type Operand = (value: PropertyValue) => Values;

const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /==|!=|<=|>=|=~|<|>|\bnin\b|\bin\b|\bsubsetof\b|\banyof\b|\bnoneof\b/y;
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

function isList(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

function member(value: PropertyValue, name: string | number): Values {
  if (value instanceof Map) {
    const found = (value as ReadonlyMap<string, PropertyValue>).get(String(name));
    return found === undefined ? [] : [found];
  }
  if (!isList(value)) return [];
  if (typeof name === 'string') return value.flatMap((item) => member(item, name));
  const found = value.at(name);
  return found === undefined ? [] : [found];
}

function children(value: PropertyValue): Values {
  if (value instanceof Map) return [...(value as ReadonlyMap<string, PropertyValue>).values()];
  return isList(value) ? value : [];
}

function descendants(value: PropertyValue): Values {
  return [value, ...children(value).flatMap(descendants)];
}

function filtered(value: PropertyValue, test: Test): Values {
  if (isList(value)) return value.filter(test);
  return value instanceof Map && test(value) ? [value] : [];
}

function compare(operator: string, left: Values, right: Values): boolean {
  const [one] = left;
  const [other] = right;
  switch (operator) {
    case '==':
      return one !== undefined && other !== undefined && isEqual(one, other);
    case '!=':
      return one === undefined || other === undefined || !isEqual(one, other);
    case 'in':
      return one !== undefined && listOf(other).some((item) => isEqual(item, one));
    case 'nin':
      return one === undefined || !listOf(other).some((item) => isEqual(item, one));
    case 'anyof':
      return listOf(one).some((item) => listOf(other).some((wanted) => isEqual(item, wanted)));
    case 'noneof':
      return !listOf(one).some((item) => listOf(other).some((wanted) => isEqual(item, wanted)));
    case 'subsetof':
      return (
        one !== undefined &&
        listOf(one).every((item) => listOf(other).some((wanted) => isEqual(item, wanted)))
      );
    default:
      return inOrder(operator, one, other);
  }
}

function inOrder(
  operator: string,
  one: PropertyValue | undefined,
  other: PropertyValue | undefined,
): boolean {
  const areNumbers = typeof one === 'number' && typeof other === 'number';
  const areTexts = typeof one === 'string' && typeof other === 'string';
  if (!areNumbers && !areTexts) return false;
  const isLess = one < other;
  if (one === other) return operator.endsWith('=');
  return operator.startsWith('<') ? isLess : !isLess;
}

function listOf(value: PropertyValue | undefined): Values {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** A number equals the text that says it, as in Jayway's JsonPath. */
function isEqual(one: PropertyValue, other: PropertyValue): boolean {
  if (typeof one === 'number' && typeof other === 'string')
    return other.trim() !== '' && Number(other) === one;
  if (typeof one === 'string' && typeof other === 'number') return one === String(other);
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, at) => isEqual(item, other[at] ?? null));
  }
  return one === other;
}

function holdsPieces(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}

import { shardFault } from './fault.ts';

type Occur = 'must' | 'should' | 'must_not';

interface QueryRange {
  readonly low: string | null;
  readonly high: string | null;
  readonly includeLow: boolean;
  readonly includeHigh: boolean;
}

/** A leaf of a query string; `field` is null where the default fields are meant. */
export interface QueryTerm {
  readonly kind: 'words' | 'phrase' | 'prefix' | 'wildcard' | 'fuzzy' | 'range';
  readonly field: string | null;
  readonly text: string;
  /** Slop of a phrase or edits of a fuzzy word, where given. */
  readonly distance: string | null;
  readonly range: QueryRange | null;
  readonly boost: number;
}

export interface QueryGroup {
  readonly kind: 'group';
  readonly clauses: readonly { readonly occur: Occur; readonly node: QueryNode }[];
  readonly boost: number;
}

export type QueryNode = QueryTerm | QueryGroup;

type Conjunction = 'and' | 'or' | null;

const SPACE = /[\s\u3000]+/y;
const OPERATOR = /(AND|OR|NOT)(?=[\s(]|$)|&&|\|\||!/y;
const FIELD = /((?:[^\s"+\-!(){}[\]^~*?:\\/]|\\.)(?:[^\s"+!(){}[\]^~:\\/]|\\.)*):/y;
const PHRASE = /"((?:[^"\\]|\\.)*)"/y;
const RANGE = /([[{])\s*("(?:[^"\\]|\\.)*"|\S+)\s+TO\s+("(?:[^"\\]|\\.)*"|[^\s\]}]+)\s*([\]}])/y;
const COMPARISON = /(>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|[^\s()]+)/y;
const WORD = /(?:[^\s"+\-!(){}[\]^~:\\/]|\\.)(?:[^\s"!(){}[\]^~:\\]|\\.)*/y;
const TILDE = /~(\d+(?:\.\d+)?)?/y;
const CARET = /\^(\d+(?:\.\d+)?)/y;

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1');
}

function unquoted(text: string): string | null {
  if (text === '*') return null;
  return unescaped(text.startsWith('"') ? text.slice(1, -1) : text);
}

/** Lucene's classic query syntax. */
class Parser {
  private readonly text: string;
  private readonly defaultOperator: 'and' | 'or';
  private at = 0;

  constructor(text: string, defaultOperator: 'and' | 'or') {
    this.text = text;
    this.defaultOperator = defaultOperator;
  }

  parse(): QueryNode {
    const node = this.group(null);
    if (this.at < this.text.length) this.fail();
    return node;
  }

  private fail(): never {
    throw shardFault('query_shard_exception', `Failed to parse query [${this.text}]`);
  }

  private eat(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  private group(field: string | null): QueryGroup {
    const clauses: { occur: Occur; node: QueryNode }[] = [];
    for (;;) {
      this.eat(SPACE);
      if (this.at >= this.text.length || this.text[this.at] === ')')
        return { kind: 'group', clauses, boost: 1 };
      const { conjunction, modifier } = this.operators();
      const node = this.clause(field, conjunction === null && modifier === null);
      this.add(clauses, node, { conjunction, modifier });
    }
  }

  private operators(): { conjunction: Conjunction; modifier: '+' | '-' | null } {
    let conjunction: Conjunction = null;
    let modifier: '+' | '-' | null = null;
    for (;;) {
      this.eat(SPACE);
      const operator = this.eat(OPERATOR)?.[0];
      if (operator === 'AND' || operator === '&&') conjunction = 'and';
      else if (operator === 'OR' || operator === '||') conjunction = 'or';
      else if (operator !== undefined) modifier = '-';
      else {
        const sign = this.text[this.at];
        if (sign !== '+' && sign !== '-') return { conjunction, modifier };
        modifier = sign;
        this.at++;
      }
    }
  }

  /** Lucene's addClause: AND makes its left neighbour required as well. */
  private add(
    clauses: { occur: Occur; node: QueryNode }[],
    node: QueryNode,
    { conjunction, modifier }: { conjunction: Conjunction; modifier: '+' | '-' | null },
  ): void {
    const last = clauses.at(-1);
    if (last !== undefined && last.occur !== 'must_not') {
      if (conjunction === 'and') last.occur = 'must';
      if (conjunction === 'or' && this.defaultOperator === 'and') last.occur = 'should';
    }
    const required =
      this.defaultOperator === 'or'
        ? modifier === '+' || conjunction === 'and'
        : conjunction !== 'or' || modifier === '+';
    clauses.push({ node, occur: modifier === '-' ? 'must_not' : required ? 'must' : 'should' });
  }

  private clause(outer: string | null, joinWords: boolean): QueryNode {
    const named = this.eat(FIELD);
    const field = named === null ? outer : unescaped(named[1]!);
    this.eat(SPACE);
    if (this.text[this.at] === '(') {
      this.at++;
      const inner = this.group(field);
      if (this.text[this.at++] !== ')') this.fail();
      return { ...inner, boost: this.boost() };
    }
    return this.leaf(field, joinWords && named === null);
  }

  private leaf(field: string | null, joinWords: boolean): QueryTerm {
    const base = { field, distance: null, range: null, boost: 1 };
    const phrase = this.eat(PHRASE);
    if (phrase !== null) {
      const distance = this.eat(TILDE)?.[1] ?? null;
      return { ...base, kind: 'phrase', text: unescaped(phrase[1]!), distance, boost: this.boost() };
    }
    const bounds = this.eat(RANGE);
    if (bounds !== null) {
      const [text, open, low, high, close] = bounds;
      const range = {
        low: unquoted(low!),
        high: unquoted(high!),
        includeLow: open === '[',
        includeHigh: close === ']',
      };
      return { ...base, kind: 'range', text, range, boost: this.boost() };
    }
    const comparison = this.eat(COMPARISON);
    if (comparison !== null) {
      const [text, sign, bound] = comparison;
      const value = unquoted(bound!);
      const [low, high] = sign!.startsWith('>') ? [value, null] : [null, value];
      const include = sign!.endsWith('=');
      return {
        ...base,
        kind: 'range',
        text,
        range: { low, high, includeLow: include, includeHigh: include },
      };
    }
    return this.word(field, joinWords);
  }

  private word(field: string | null, joinWords: boolean): QueryTerm {
    const word = this.eat(WORD)?.[0];
    if (word === undefined) this.fail();
    const base = { field, text: unescaped(word), distance: null, range: null };
    const tilde = this.eat(TILDE);
    if (tilde !== null) return { ...base, kind: 'fuzzy', distance: tilde[1] ?? null, boost: this.boost() };
    const boost = this.boost();
    if (/^[^*?\\]+\*$/.test(word)) return { ...base, kind: 'prefix', text: word.slice(0, -1), boost };
    if (/(?<!\\)[*?]/.test(word)) return { ...base, kind: 'wildcard', text: word, boost };
    const words = [base.text];
    if (joinWords && boost === 1) this.following(words);
    return { ...base, kind: 'words', text: words.join(' '), boost };
  }

  /** Plain words without operators between them are analysed as one text. */
  private following(words: string[]): void {
    for (;;) {
      const start = this.at;
      const spaced = this.eat(SPACE) !== null;
      const isOperator = this.eat(OPERATOR) !== null;
      const word = spaced && !isOperator ? this.eat(WORD)?.[0] : undefined;
      const after = this.at;
      this.eat(SPACE);
      const operator = this.eat(OPERATOR)?.[0];
      this.at = after;
      const joins = operator === undefined || operator === 'NOT' || operator === '!';
      if (word === undefined || /[*?]/.test(word) || /[:~^]/.test(this.text[after] ?? '') || !joins) {
        this.at = start;
        return;
      }
      words.push(unescaped(word));
    }
  }

  private boost(): number {
    return Number(this.eat(CARET)?.[1] ?? 1);
  }
}

/** Parses `title:(quick OR brown) +fox -"lazy dog"~2^3`. @throws SearchFault for broken syntax. */
export function parseQueryString(text: string, defaultOperator: 'and' | 'or'): QueryNode {
  return new Parser(text, defaultOperator).parse();
}

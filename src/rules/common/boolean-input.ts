import { Unreadable } from './terms.ts';

/** A formula over literals, which are given by number. */
export type BooleanNode =
  | { readonly kind: 'literal'; readonly literal: number }
  | { readonly kind: 'not'; readonly of: BooleanNode }
  | { readonly kind: 'and' | 'or'; readonly of: readonly BooleanNode[] };

/** A formula and the words of its literals, still with their escapes. */
export interface BooleanExpression {
  readonly formula: BooleanNode;
  readonly literals: readonly string[];
}

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'and' | 'or' | 'not' | 'open' | 'close'; readonly text: string };

const OPERATORS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);
const DEEPEST = 50;
const PARENTHESIS = /((?<!\\)[()])/;

/**
 * Reads an input with AND, OR, NOT and parentheses; undefined where it has no operator and so is a simple one. NOT
 * binds closest, then AND. Words side by side are one literal. `\AND` is the word.
 * @throws Unreadable
 */
export function readBooleanInput(text: string): BooleanExpression | undefined {
  const tokens = text
    .split(/\s+/)
    .flatMap((part) => part.split(PARENTHESIS))
    .filter((part) => part !== '')
    .map(tokenOf);
  if (!tokens.some(({ kind }) => kind === 'and' || kind === 'or' || kind === 'not')) return undefined;
  check(tokens, text);
  return new FormulaReader(tokens).read();
}

/**
 * Whether a formula holds, given the literals that a query matches. It is asked only where there is one, as in the base
 * language: `NOT a` never fires, and `NOT a OR NOT b` is an exclusive or.
 */
export function holds(node: BooleanNode, matched: ReadonlySet<number>): boolean {
  switch (node.kind) {
    case 'literal':
      return matched.has(node.literal);
    case 'not':
      return !holds(node.of, matched);
    case 'and':
      return node.of.every((one) => holds(one, matched));
    case 'or':
      return node.of.some((one) => holds(one, matched));
  }
}

/** Whether a formula asks for no word at all: such a rule never fires, since some literal must be in the query. */
export function isOnlyNegative(node: BooleanNode, negated = false): boolean {
  switch (node.kind) {
    case 'literal':
      return negated;
    case 'not':
      return isOnlyNegative(node.of, !negated);
    default:
      return node.of.every((one) => isOnlyNegative(one, negated));
  }
}

function tokenOf(text: string): Token {
  const operator = OPERATORS.get(text.toUpperCase());
  if (operator !== undefined) return { kind: operator, text };
  if (text === '(') return { kind: 'open', text };
  if (text === ')') return { kind: 'close', text };
  return { kind: 'word', text: asWord(text) };
}

/** The text with the backslashes taken off that only inputs with operators know: `\AND`, `\(`, `\)`. */
export function withoutOperatorEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.split(/(\s+)/).map(asWord).join('');
}

function asWord(text: string): string {
  const word = text.startsWith('\\') && OPERATORS.has(text.slice(1)) ? text.slice(1) : text;
  return word.replaceAll(/\\([()])/g, '$1');
}

/** Which token may follow which; the beginning is no token. */
function check(tokens: readonly Token[], text: string): void {
  const fail = (problem: string): never => {
    throw new Unreadable(`"${text}" is no boolean input: ${problem}`);
  };
  let before: Token['kind'] | undefined;
  let depth = 0;
  for (const { kind, text: shown } of tokens) {
    const afterOperand = before === 'word' || before === 'close';
    if (kind === 'open' && afterOperand) fail('AND, OR or NOT is missing before "("');
    if (kind === 'close' && !afterOperand) fail('a word is missing before ")"');
    if ((kind === 'and' || kind === 'or') && !afterOperand) fail(`a word is missing before "${shown}"`);
    if (kind === 'not' && (afterOperand || before === 'not')) {
      fail(`"${shown}" stands at the beginning or behind AND, OR or "("`);
    }
    if (kind === 'word' && before === 'close') fail(`AND or OR is missing between ")" and "${shown}"`);
    depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
    if (depth < 0) fail('"(" is missing');
    if (depth > DEEPEST) fail(`more than ${DEEPEST} parentheses are open`);
    before = kind;
  }
  if (before !== 'word' && before !== 'close') fail('a word is missing at the end');
  if (depth > 0) fail('")" is missing');
}

class FormulaReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  readonly #literals = new Map<string, number>();

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): BooleanExpression {
    const formula = this.#chain('or', () => this.#chain('and', () => this.#operand()));
    return { formula, literals: [...this.#literals.keys()] };
  }

  #chain(operator: 'and' | 'or', operand: () => BooleanNode): BooleanNode {
    const first = operand();
    const of = [first];
    while (this.#tokens[this.#at]?.kind === operator) {
      this.#at += 1;
      of.push(operand());
    }
    return of.length === 1 ? first : { kind: operator, of };
  }

  #operand(): BooleanNode {
    const kind = this.#tokens[this.#at]?.kind;
    if (kind === 'not') {
      this.#at += 1;
      return { kind: 'not', of: this.#operand() };
    }
    if (kind === 'open') {
      this.#at += 1;
      const inner = this.#chain('or', () => this.#chain('and', () => this.#operand()));
      this.#at += 1;
      return inner;
    }
    const words: string[] = [];
    for (let token = this.#tokens[this.#at]; token?.kind === 'word'; token = this.#tokens[this.#at]) {
      words.push(token.text);
      this.#at += 1;
    }
    const text = words.join(' ');
    const literal = this.#literals.get(text) ?? this.#literals.size;
    this.#literals.set(text, literal);
    return { kind: 'literal', literal };
  }
}

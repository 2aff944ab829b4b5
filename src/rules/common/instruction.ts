import type { Tokenise } from '../expansion.ts';
import { readCondition } from './condition.ts';
import type { InputTerm } from './input.ts';
import { nearest } from './nearest.ts';
import type { SourceLine } from '../source/lines.ts';
import type { Instruction, Order, RuleInput } from './rule.ts';
import { type AddedTerms, synonymTerms, Unreadable } from './terms.ts';

/** An instruction: its name, what stands in parentheses, its value. */
export const INSTRUCTION_LINE = /^(\w+)\s*(?:\(\s*([\w.-]+)\s*\)\s*)?(?::(.*))?$/s;
const DECORATE_KEY = /^DECORATE\s*\(\s*([^)]*)\)/i;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fd]?$/i;
export const INSTRUCTIONS = [
  'SYNONYM',
  'UP',
  'DOWN',
  'FILTER',
  'DELETE',
  'DECORATE',
  'REDIRECT',
  'PIN',
  'BURY',
  'HIDE',
  'LEG',
  'RERANK',
] as const;
type Name = (typeof INSTRUCTIONS)[number];

/** What an instruction is read from, besides its line. */
export interface InstructionContext {
  readonly input: RuleInput;
  readonly tokenise: Tokenise;
  readonly rawQueries: 'json' | 'query_string' | undefined;
  /** Reads the terms of a DELETE as the input's were read. */
  readonly readTerms: (text: string) => readonly InputTerm[];
}

interface Line {
  readonly name: Name;
  readonly parameter: string | undefined;
  readonly value: string;
}

/**
 * Reads one line behind an input.
 * @throws Unreadable
 */
export function readInstruction({ line, text }: SourceLine, context: InstructionContext): Instruction {
  const written = lineOf(text);
  const { name, value } = written;
  if (value === '' && name !== 'DELETE')
    throw new Unreadable(`${name} says nothing: write "${SHAPES[name]}"`);
  if (written.parameter !== undefined && WITHOUT_PARAMETER.has(name)) {
    throw new Unreadable(`${name} takes nothing in parentheses: write "${SHAPES[name]}"`);
  }
  if (context.input.kind === 'boolean' && (name === 'SYNONYM' || name === 'DELETE')) {
    throw new Unreadable(`${name} cannot stand under a boolean input, which says no place in the query`);
  }
  return { ...READERS[name](written, context), line };
}

const SHAPES: Readonly<Record<Name, string>> = {
  SYNONYM: 'SYNONYM(0.8): other words',
  UP: 'UP(2): words',
  DOWN: 'DOWN(2): words',
  FILTER: 'FILTER: words',
  DELETE: 'DELETE: words of the input',
  DECORATE: 'DECORATE(key): text',
  REDIRECT: 'REDIRECT: https://…',
  PIN: 'PIN(1): id id …',
  BURY: 'BURY: id id …',
  HIDE: 'HIDE: id id …',
  LEG: 'LEG(knn): off',
  RERANK: 'RERANK: off',
};
const WITHOUT_PARAMETER: ReadonlySet<Name> = new Set([
  'FILTER',
  'DELETE',
  'REDIRECT',
  'BURY',
  'HIDE',
  'RERANK',
]);

type Reader = (line: Line, context: InstructionContext) => Order;

const READERS: Readonly<Record<Name, Reader>> = {
  SYNONYM: (line, context) => ({
    kind: 'synonym',
    terms: synonymTerms(line.value, addedBy(context)),
    weight: factorOf(line),
  }),
  UP: (line, context) => boost('up', line, context),
  DOWN: (line, context) => boost('down', line, context),
  FILTER: ({ value }, context) => ({
    kind: 'filter',
    // Only synonyms and boosts know what a wildcard stood for; "$1" is text here.
    condition: readCondition(value, {
      tokenise: context.tokenise,
      hasWildcard: false,
      lenient: true,
      rawQueries: context.rawQueries,
    }),
  }),
  DELETE: ({ value }, context) => ({
    kind: 'delete',
    terms: value === '' ? undefined : deletedTerms(value, context),
  }),
  DECORATE: ({ value, parameter }) => ({ kind: 'decorate', key: parameter ?? null, value: plain(value) }),
  REDIRECT: ({ value }) => ({ kind: 'redirect', value: plain(value) }),
  PIN: (line) => ({ kind: 'pin', ids: idsOf(line.value), position: positionOf(line) }),
  BURY: ({ value }) => ({ kind: 'bury', ids: idsOf(value) }),
  HIDE: ({ value }) => ({ kind: 'hide', ids: idsOf(value) }),
  LEG: leg,
  RERANK: ({ value }) => {
    if (value.toLowerCase() !== 'off')
      throw new Unreadable(`RERANK can only be switched off: write "${SHAPES.RERANK}"`);
    return { kind: 'rerank' };
  },
};

function lineOf(text: string): Line {
  const match = INSTRUCTION_LINE.exec(text);
  const [, given = '', parameter, value = ''] = match ?? [];
  const upper = given.toUpperCase();
  const name = INSTRUCTIONS.find((one) => one === upper);
  if (name !== undefined) return { name, parameter, value: value.trim() };
  if (DECORATE_KEY.test(text))
    throw new Unreadable('the key of DECORATE may hold letters, digits and ". - _" only');
  if (upper === 'REPLACE') {
    throw new Unreadable('REPLACE is reserved: replacements stand in a file that ends with .replace.txt');
  }
  throw new Unreadable(`"${given}" is no instruction; did you mean ${nearest(upper, INSTRUCTIONS)}?`);
}

/** Only a comment's sign needs a backslash in a text that is no rule. */
function plain(value: string): string {
  return value.replaceAll('\\#', '#');
}

function boost(kind: 'up' | 'down', line: Line, context: InstructionContext): Order {
  const options = { ...addedBy(context), rawQueries: context.rawQueries };
  return { kind, factor: factorOf(line), condition: readCondition(line.value, options) };
}

/** Only words side by side say what a wildcard stood for; which literal of a formula matched is not told. */
function addedBy({ input, tokenise }: InstructionContext): AddedTerms {
  const hasWildcard =
    input.kind === 'simple' && input.input.terms.some(({ wildcard }) => wildcard !== 'none');
  return { tokenise, hasWildcard };
}

function factorOf({ name, parameter }: Line): number {
  if (parameter === undefined) return 1;
  if (!NUMBER.test(parameter)) throw new Unreadable(`"${parameter}" is no number: write "${SHAPES[name]}"`);
  const factor = Number.parseFloat(parameter);
  if (factor < 0) throw new Unreadable(`${parameter} is negative: ${name} takes 0 or more`);
  if (!Number.isFinite(factor)) throw new Unreadable(`${parameter} is too large`);
  return factor;
}

function positionOf({ parameter }: Line): number {
  if (parameter === undefined) return 1;
  if (!/^[1-9]\d{0,3}$/.test(parameter)) {
    throw new Unreadable(`"${parameter}" is no place: PIN takes a whole number from 1 to 9999`);
  }
  return Number(parameter);
}

function idsOf(value: string): readonly string[] {
  return [...new Set(value.split(/\s+/))];
}

function leg({ parameter, value }: Line): Order {
  if (parameter === undefined) throw new Unreadable(`LEG names no leg: write "${SHAPES.LEG}"`);
  if (value.toLowerCase() === 'off') return { kind: 'leg', leg: parameter, weight: 0 };
  if (!NUMBER.test(value) || Number.parseFloat(value) < 0) {
    throw new Unreadable(`"${value}" is neither "off" nor a weight of 0 or more: write "${SHAPES.LEG}"`);
  }
  if (!Number.isFinite(Number.parseFloat(value))) throw new Unreadable(`${value} is too large`);
  return { kind: 'leg', leg: parameter, weight: Number.parseFloat(value) };
}

function deletedTerms(value: string, { input, readTerms }: InstructionContext): readonly InputTerm[] {
  const deleted = readTerms(value);
  const own = input.kind === 'simple' ? input.input.terms : [];
  const stranger = deleted.find((term) => !own.some((one) => isSame(one, term)));
  if (stranger !== undefined) {
    throw new Unreadable(`the input does not hold "${stranger.text}", which DELETE would take out`);
  }
  return deleted;
}

function isSame(one: InputTerm, other: InputTerm): boolean {
  return one.text === other.text && one.wildcard === other.wildcard && sharesField(one, other);
}

function sharesField({ fields: one }: InputTerm, { fields: other }: InputTerm): boolean {
  if (one === undefined || other === undefined) return one === other;
  return other.some((field) => one.includes(field));
}

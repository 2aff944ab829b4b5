import type { PropertyValue } from './properties.ts';
import type { Rule } from './rule.ts';
import { Unreadable } from './terms.ts';

/** What a rule's author expects of one query. */
export interface RuleTest {
  readonly query: string;
  readonly context: ReadonlyMap<string, string>;
  /** The moment that is tested, milliseconds since 1970; undefined is one at which the rule holds. */
  readonly at: number | undefined;
  /** The first hits, in this order. */
  readonly pins: readonly string[];
  /** Documents that must not be found. */
  readonly never: readonly string[];
  /** A document among the first so many. */
  readonly top: { readonly id: string; readonly within: number } | undefined;
  /** The words of the query after the rules, parted by one blank. */
  readonly rewritesTo: string | undefined;
}

const SHAPE =
  'write [{"query": "…", "pins": ["id"], "never": ["id"], "top": {"id": "…", "within": 5}, "rewrites_to": "…", "context": {"key": "value"}, "at": "2026-11-24T00:00:00Z"}]';
const KEYS = new Set(['query', 'pins', 'never', 'top', 'rewrites_to', 'context', 'at']);

type Members = ReadonlyMap<string, PropertyValue>;

/**
 * The tests beside a rule, `@test`.
 * @throws Unreadable for any other shape
 */
export function readTests(properties: Rule['properties']): readonly RuleTest[] {
  const value = properties.get('test');
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Unreadable(`@test is no list: ${SHAPE}`);
  return (value as readonly PropertyValue[]).map(readTest);
}

function readTest(value: PropertyValue): RuleTest {
  const members = objectOf(value, 'a test');
  const stranger = [...members.keys()].find((key) => !KEYS.has(key));
  if (stranger !== undefined) throw new Unreadable(`@test does not know "${stranger}": ${SHAPE}`);
  const test: RuleTest = {
    query: textOf(members, 'query') ?? refuse('a test has no "query"'),
    context: new Map(
      [...objectOf(members.get('context') ?? new Map(), '"context"')].map(([key, one]) => [key, idOf(one)]),
    ),
    at: momentOf(textOf(members, 'at')),
    pins: idsOf(members, 'pins'),
    never: idsOf(members, 'never'),
    top: topOf(members.get('top')),
    rewritesTo: textOf(members, 'rewrites_to'),
  };
  const expects =
    test.pins.length + test.never.length > 0 || test.top !== undefined || test.rewritesTo !== undefined;
  return expects ? test : refuse(`the test of "${test.query}" expects nothing`);
}

function topOf(value: PropertyValue | undefined): RuleTest['top'] {
  if (value === undefined) return undefined;
  const members = objectOf(value, '"top"');
  const within = members.get('within');
  if (typeof within !== 'number' || !Number.isInteger(within) || within < 1 || within > 100) {
    return refuse('"within" is no whole number from 1 to 100');
  }
  return { id: idOf(members.get('id')), within };
}

function objectOf(value: PropertyValue, what: string): Members {
  return value instanceof Map ? (value as Members) : refuse(`${what} is no object`);
}

function idsOf(members: Members, name: string): readonly string[] {
  const value = members.get(name);
  if (value === undefined) return [];
  return Array.isArray(value)
    ? (value as readonly PropertyValue[]).map(idOf)
    : refuse(`"${name}" is no list of ids`);
}

function idOf(value: PropertyValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : refuse('an id or value is no text');
}

function textOf(members: Members, name: string): string | undefined {
  const value = members.get(name);
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : refuse(`"${name}" is no text`);
}

function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? refuse('"at" is no moment') : moment;
}

function refuse(problem: string): never {
  throw new Unreadable(`${problem}: ${SHAPE}`);
}

import type { RuleRequest } from '../expansion.ts';
import { holdsFor } from './conditions.ts';
import { readJsonPath } from './json-path.ts';
import type { RuleFiring } from './match.ts';
import type { PropertyValue } from './properties.ts';
import type { StoredRule } from './stored-rule.ts';
import { Unreadable } from './terms.ts';

type Selection = RuleRequest['selection'];
type Test = (rule: StoredRule) => boolean;

/** Criteria that were read before; few of them are in use at a time. */
const READ = new Map<string, Test>();
const MOST_READ = 1000;

/**
 * Of the rules that a query fires those that take part, in the order in which they do: by the property asked for,
 * then by `@priority`, then as in the file.
 * @throws Unreadable for a filter that is no JSONPath
 */
export function selected(firings: readonly RuleFiring[], request: RuleRequest): readonly RuleFiring[] {
  const { selection } = request;
  if (firings.length === 0) return firings;
  const tests = selection.filters.map(testOf);
  const taking = firings.filter(
    ({ rule }) => holdsFor(rule.conditions, request) && tests.every((test) => test(rule)),
  );
  const { sort } = selection;
  const factor = sort?.order === 'desc' ? -1 : 1;
  const byProperty = (a: StoredRule, b: StoredRule): number =>
    sort === undefined ? 0 : compareValues(valueOf(a, sort.property), valueOf(b, sort.property), factor);
  const sorted = taking.toSorted(
    ({ rule: a }, { rule: b }) =>
      byProperty(a, b) || b.conditions.priority - a.conditions.priority || (a.ordinal - b.ordinal) * factor,
  );
  return limited(sorted, selection, byProperty);
}

/**
 * The first rules up to the limit, which counts rules, not places where they fire. With `limitByLevel` all rules of
 * one value of the sort property count as one, and a rule fires once, as in the base language.
 */
function limited(
  sorted: readonly RuleFiring[],
  { limit, limitByLevel, sort }: Selection,
  byProperty: (a: StoredRule, b: StoredRule) => number,
): readonly RuleFiring[] {
  if (limit === undefined) return sorted;
  let count = 0;
  return sorted.filter(({ rule }, at) => {
    const before = sorted[at - 1]?.rule;
    if (before?.ordinal === rule.ordinal) return !limitByLevel && count <= limit;
    const isSameLevel =
      limitByLevel && sort !== undefined && before !== undefined && byProperty(before, rule) === 0;
    if (!isSameLevel) count += 1;
    return count <= limit;
  });
}

function testOf(filter: string): Test {
  const known = READ.get(filter);
  if (known !== undefined) return known;
  const test = readTest(filter);
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(filter, test);
  return test;
}

/** A JSONPath, or `name:value`. */
function readTest(filter: string): Test {
  if (filter.trimStart().startsWith('$')) {
    const holds = readJsonPath(filter);
    return (rule) => holds(withDefaults(rule));
  }
  const [, name = '', wanted = ''] = /^([^:]+):(.+)$/s.exec(filter.trim())?.map((part) => part.trim()) ?? [];
  if (name === '' || wanted === '') {
    throw new Unreadable(
      `"${filter}" is no criterion: write "name:value" or a JSONPath such as "$[?(@.a == 1)]"`,
    );
  }
  return (rule) => {
    const value = valueOf(rule, name);
    return value !== undefined && asText(value) === wanted;
  };
}

function withDefaults({ properties, id, message }: StoredRule): ReadonlyMap<string, PropertyValue> {
  return new Map<string, PropertyValue>([['_id', id], ['_log', message], ...properties]);
}

function valueOf({ properties, id, message }: StoredRule, name: string): PropertyValue | undefined {
  const value = properties.get(name);
  if (value !== undefined) return value ?? undefined;
  return name === '_id' ? id : name === '_log' ? message : undefined;
}

/** Rules without the property come last, whichever way; numbers before texts. */
function compareValues(a: PropertyValue | undefined, b: PropertyValue | undefined, factor: number): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  if (typeof a === 'number' && typeof b === 'number') return (a - b) * factor;
  if (typeof a === 'number' || typeof b === 'number') return (typeof a === 'number' ? -1 : 1) * factor;
  const [one, other] = [asText(a), asText(b)];
  return (one < other ? -1 : one > other ? 1 : 0) * factor;
}

/** Lists and objects have no order and equal nothing. */
function asText(value: PropertyValue): string {
  return typeof value === 'object' ? '' : String(value);
}

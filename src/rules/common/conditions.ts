import type { RuleRequest } from '../expansion.ts';
import type { PropertyValue } from './properties.ts';
import type { RuleConditions } from './rule.ts';
import { Unreadable } from './terms.ts';

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))$/i;

/** Of rules that do not say when they hold. */
export const ALWAYS: RuleConditions = {
  enabled: true,
  from: -Infinity,
  until: Infinity,
  priority: 0,
  context: new Map(),
};

/** Whether a rule holds for a request at all. */
export function holdsFor(conditions: RuleConditions, { context, now }: RuleRequest): boolean {
  const { enabled, from, until } = conditions;
  if (!enabled || now < from || now >= until) return false;
  for (const [key, wanted] of conditions.context) {
    if (!(context.get(key) ?? []).some((value) => wanted.includes(value))) return false;
  }
  return true;
}

/**
 * Reads `@enabled`, `@from`, `@until`, `@priority` and `@context`.
 * @throws Unreadable
 */
export function readConditions(properties: ReadonlyMap<string, PropertyValue>): RuleConditions {
  const enabled = properties.get('enabled') ?? true;
  if (typeof enabled !== 'boolean') throw new Unreadable('@enabled is neither true nor false');
  const given = properties.get('priority');
  const priority = typeof given === 'number' ? given : 0;
  const from = momentOf(properties, 'from') ?? -Infinity;
  const until = momentOf(properties, 'until') ?? Infinity;
  if (until <= from) throw new Unreadable('@until is not later than @from, so that the rule never holds');
  return { enabled, from, until, priority, context: contextOf(properties.get('context')) };
}

function momentOf(properties: ReadonlyMap<string, PropertyValue>, name: string): number | undefined {
  const value = properties.get(name);
  if (value === undefined || value === null) return undefined;
  const moment = typeof value === 'string' && MOMENT.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(moment)) {
    throw new Unreadable(`@${name} is no moment with a time zone: write "2026-11-24T00:00:00+01:00"`);
  }
  return moment;
}

function contextOf(value: PropertyValue | undefined): ReadonlyMap<string, readonly string[]> {
  if (value === undefined || value === null) return new Map();
  if (!(value instanceof Map))
    throw new Unreadable('@context is no object: write {"key": "value"} or {"key": ["a", "b"]}');
  const context = new Map<string, readonly string[]>();
  for (const [key, wanted] of value as ReadonlyMap<string, PropertyValue>) {
    const values = Array.isArray(wanted) ? (wanted as readonly PropertyValue[]) : [wanted];
    if (values.length === 0 || values.some((one) => typeof one === 'object')) {
      throw new Unreadable(`@context wants no text for "${key}": write "value" or ["a", "b"]`);
    }
    context.set(key, values.map(String));
  }
  return context;
}

import type { RuleCondition, RuleTerm } from '../expansion.ts';
import type { BooleanNode } from './boolean-input.ts';
import { ALWAYS } from './conditions.ts';
import type { InputTerm } from './input.ts';
import type { PropertyValue } from './properties.ts';
import type { Order, Rule } from './rule.ts';

/** What of a rule is needed when it fires. */
export interface StoredRule extends Pick<
  Rule,
  'ordinal' | 'id' | 'message' | 'line' | 'kinds' | 'properties' | 'conditions'
> {
  /** A DELETE names its terms. */
  readonly instructions: readonly StoredOrder[];
  /** Of a boolean input. */
  readonly formula: BooleanNode | undefined;
}

export type StoredOrder =
  | Exclude<Order, { readonly kind: 'delete' }>
  | { readonly kind: 'delete'; readonly terms: readonly InputTerm[] };

/** The rule as JSON can say it, without what goes without saying. */
type RuleRecord = readonly [
  ordinal: number,
  line: number,
  id: string,
  instructions: readonly unknown[],
  rest?: RecordRest,
];

interface RecordRest {
  /** Where they are not those of the instructions, in their order. */
  readonly kinds?: Rule['kinds'];
  readonly message?: string;
  readonly formula?: BooleanNode;
  readonly properties?: unknown;
  readonly conditions?: {
    readonly enabled: boolean;
    /** Null is no bound. */
    readonly from: number | null;
    readonly until: number | null;
    readonly priority: unknown;
    readonly context: readonly (readonly [key: string, values: readonly string[]])[];
  };
}

export function recordOf(rule: Rule): RuleRecord {
  const instructions = packedOrders(rule);
  const rest = restOf(rule);
  const head = [rule.ordinal, rule.line, rule.id, instructions] as const;
  return Object.keys(rest).length === 0 ? head : [...head, rest];
}

function packedOrders(rule: Rule): readonly PackedOrder[] {
  return rule.instructions.map(({ line: _line, ...order }) => packedOrder(order, rule));
}

/** What each instruction says, wherever it stands; the same text says the same. */
export function orderTexts(rule: Rule): readonly string[] {
  return packedOrders(rule).map((order) => JSON.stringify(order));
}

/** As {@link orderTexts}, of a record. */
export function recordedTexts(record: unknown): readonly string[] {
  const [, , , instructions] = record as RuleRecord;
  return instructions.map((order) => JSON.stringify(order));
}

function restOf(rule: Rule): RecordRest {
  const { kinds, message, id, input, properties, conditions, instructions } = rule;
  const { enabled, from, until, priority, context } = conditions;
  const own = [...new Set(instructions.map(({ kind }) => kind))];
  return {
    ...(own.join() !== kinds.join() && { kinds }),
    ...(message !== id && { message }),
    ...(input.kind === 'boolean' && { formula: input.formula }),
    ...(properties.size > 0 && { properties: packedValue(properties) }),
    ...(conditions !== ALWAYS && {
      conditions: {
        enabled,
        from: Number.isFinite(from) ? from : null,
        until: Number.isFinite(until) ? until : null,
        priority: packedValue(priority),
        context: [...context],
      },
    }),
  };
}

export function storedRule(record: unknown): StoredRule {
  const [ordinal, line, id, packed, rest = {}] = record as RuleRecord;
  const instructions = packed.map(orderOf);
  const { message = id, formula, properties, conditions } = rest;
  return {
    ordinal,
    line,
    id,
    message,
    instructions,
    kinds: rest.kinds ?? [...new Set(instructions.map(({ kind }) => kind))],
    formula,
    properties: properties === undefined ? NO_PROPERTIES : (valueOf(properties) as StoredRule['properties']),
    conditions:
      conditions === undefined
        ? ALWAYS
        : {
            enabled: conditions.enabled,
            from: conditions.from ?? -Infinity,
            until: conditions.until ?? Infinity,
            priority: valueOf(conditions.priority) as number,
            context: new Map(conditions.context),
          },
  };
}

const NO_PROPERTIES: StoredRule['properties'] = new Map();

/** Of synonyms, boosts and filters only what is not usual. */
type PackedOrder =
  | readonly [kind: 'synonym', weight: number, ...terms: readonly PackedTerm[]]
  | readonly [kind: 'up' | 'down', factor: number, condition: Partial<PackedCondition>]
  | readonly [kind: 'filter', condition: Partial<PackedCondition>]
  | readonly [kind: 'other', order: StoredOrder];

/** A text, or a text and its fields. */
type PackedTerm = string | readonly [text: string, ...fields: readonly string[]];

interface PackedCondition extends Pick<RuleCondition, 'phrase' | 'raw'> {
  readonly must: readonly PackedTerm[];
  readonly should: readonly PackedTerm[];
  readonly mustNot: readonly PackedTerm[];
}

function packedOrder(order: Order, { input }: Pick<Rule, 'input'>): PackedOrder {
  switch (order.kind) {
    case 'synonym':
      return ['synonym', order.weight, ...order.terms.map(packedTerm)];
    case 'up':
    case 'down':
      return [order.kind, order.factor, packedCondition(order.condition)];
    case 'filter':
      return ['filter', packedCondition(order.condition)];
    case 'delete': {
      const own = input.kind === 'simple' ? input.input.terms : [];
      return ['other', { ...order, terms: order.terms ?? own }];
    }
    default:
      return ['other', order];
  }
}

function orderOf(packed: unknown): StoredOrder {
  const order = packed as PackedOrder;
  switch (order[0]) {
    case 'synonym': {
      const [kind, weight, ...terms] = order;
      return { kind, terms: terms.map(termOf), weight };
    }
    case 'up':
    case 'down':
      return { kind: order[0], factor: order[1], condition: conditionOf(order[2]) };
    case 'filter':
      return { kind: 'filter', condition: conditionOf(order[1]) };
    case 'other': {
      const [, other] = order;
      if (other.kind !== 'delete') return other;
      // JSON has no undefined.
      return { ...other, terms: other.terms.map(({ fields, ...term }) => ({ ...term, fields })) };
    }
  }
}

function packedTerm({ text, fields }: RuleTerm): PackedTerm {
  return fields === undefined ? text : [text, ...fields];
}

function termOf(term: PackedTerm): RuleTerm {
  if (typeof term === 'string') return { text: term };
  const [text, ...fields] = term;
  return { text, fields };
}

function packedCondition({ must, should, mustNot, phrase, raw }: RuleCondition): Partial<PackedCondition> {
  return {
    ...(must.length > 0 && { must: must.map(packedTerm) }),
    ...(should.length > 0 && { should: should.map(packedTerm) }),
    ...(mustNot.length > 0 && { mustNot: mustNot.map(packedTerm) }),
    ...(phrase !== null && { phrase }),
    ...(raw !== null && { raw }),
  };
}

const NONE: readonly RuleTerm[] = [];

function conditionOf({ must, should, mustNot, phrase, raw }: Partial<PackedCondition>): RuleCondition {
  return {
    must: must?.map(termOf) ?? NONE,
    should: should?.map(termOf) ?? NONE,
    mustNot: mustNot?.map(termOf) ?? NONE,
    phrase: phrase ?? null,
    raw: raw ?? null,
  };
}

/** An object as its members in a list, so that their order and no name matters; a number that JSON has not by name. */
function packedValue(value: PropertyValue): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Map) {
    const members = value as ReadonlyMap<string, PropertyValue>;
    return { members: [...members].map(([name, one]) => [name, packedValue(one)]) };
  }
  return (value as readonly PropertyValue[]).map(packedValue);
}

function valueOf(packed: unknown): PropertyValue {
  if (Array.isArray(packed)) return packed.map(valueOf);
  if (typeof packed !== 'object' || packed === null) return packed as PropertyValue;
  if ('number' in packed) return Number(packed.number);
  const { members } = packed as { readonly members: readonly (readonly [string, unknown])[] };
  return new Map(members.map(([name, one]) => [name, valueOf(one)]));
}

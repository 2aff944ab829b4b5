import { holds, isOnlyNegative } from './boolean-input.ts';
import type { SimpleInput } from './input.ts';
import type { Instruction, Rule, RuleConditions, RuleInput } from './rule.ts';

/** A doubt about a rule. */
export interface Doubt {
  readonly line: number;
  readonly message: string;
}

/** Formulas with more literals are not tried out. */
const MOST_LITERALS = 10;

/** What is odd about the rules of a file although each can be read: what says nothing new, never fires or contradicts. */
export function doubtsAbout(rules: readonly Rule[]): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const byInput = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const message of ownDoubts(rule)) doubts.push({ line: rule.line, message });
    const key = keyOf(rule.input);
    const same = byInput.get(key);
    if (same === undefined) {
      byInput.set(key, [rule]);
      continue;
    }
    const message = same.map((before) => doubtBetween(before, rule)).find((one) => one !== undefined);
    if (message !== undefined) doubts.push({ line: rule.line, message });
    // Many rules for one input are compared with the first of them only, so that a file is read in time.
    if (same.length < 20) same.push(rule);
  }
  return doubts;
}

function* ownDoubts({ text, input, instructions, properties }: Rule): Generator<string> {
  const priority = properties.get('priority') ?? 0;
  if (typeof priority !== 'number') yield '@priority is no number, so that only a sort by it looks at it';
  if (input.kind === 'boolean' && neverHolds(input)) {
    yield `"${text}" never fires: some of its words must be in the query, and then it does not hold`;
  } else if (input.kind === 'boolean' && isOnlyNegative(input.formula)) {
    yield `"${text}" fires for queries with one of its words: without any, the rule is not looked at`;
  }
  for (const [at, instruction] of instructions.entries()) {
    const { kind } = instruction;
    if ((kind === 'up' || kind === 'down') && instruction.factor === 0) {
      yield `${kind.toUpperCase()}(0) does nothing: take it out, or give it another factor`;
    }
    if (kind === 'filter' && instruction.condition.must.some((term) => term.text.includes('$1'))) {
      yield '"$1" is text in a FILTER: only SYNONYM, UP and DOWN know what a wildcard stood for';
    }
    if (input.kind !== 'simple') continue;
    if (instructions.slice(0, at).some((one) => saysTheSame(one, instruction))) {
      yield `"${text}" has the same ${kind.toUpperCase()} twice: keep one`;
    }
    if (kind === 'synonym' && saysItself(input.input, instruction)) {
      yield `"${text}" has itself for a synonym, which adds nothing`;
    }
    if (kind === 'delete' && deletesAll(input.input, instruction, instructions)) {
      yield `"${text}" is the whole query, of which DELETE always leaves the last word`;
    }
  }
  yield* contradictions(instructions, instructions);
}

/** Whether no query fires the rule: at least one literal must be found before its formula is looked at. */
function neverHolds({ formula, literals }: RuleInput & { readonly kind: 'boolean' }): boolean {
  if (literals.length > MOST_LITERALS) return false;
  for (let found = 1; found < 2 ** literals.length; found += 1) {
    const matched = new Set(literals.flatMap((_, at) => ((found >> at) & 1 ? [at] : [])));
    if (holds(formula, matched)) return false;
  }
  return true;
}

function saysItself(
  { terms }: SimpleInput,
  instruction: Instruction & { readonly kind: 'synonym' },
): boolean {
  return (
    terms.length === instruction.terms.length &&
    instruction.terms.every(
      ({ text, fields }, at) =>
        fields === undefined &&
        terms[at]?.fields === undefined &&
        terms[at]?.wildcard === 'none' &&
        terms[at].text === text.toLowerCase(),
    )
  );
}

function deletesAll(
  { terms, left, right }: SimpleInput,
  instruction: Instruction & { readonly kind: 'delete' },
  all: readonly Instruction[],
): boolean {
  const staying = all.some(({ kind }) => kind === 'synonym');
  return left && right && !staying && terms.length === 1 && (instruction.terms ?? terms).length > 0;
}

/** What is odd about a rule beside an earlier one for the same input. */
function doubtBetween(before: Rule, rule: Rule): string | undefined {
  if (!canHoldTogether(before.conditions, rule.conditions)) return undefined;
  const place = `the rule in line ${before.line}`;
  for (const message of contradictions(before.instructions, rule.instructions))
    return `${message} (${place})`;
  const same = rule.instructions.find((one) => before.instructions.some((other) => saysTheSame(other, one)));
  if (same === undefined) return undefined;
  return `${place} has the same ${same.kind.toUpperCase()} for "${rule.text}": this one adds nothing`;
}

/** Documents that are wanted on top and not at all, or at the end. */
function* contradictions(some: readonly Instruction[], others: readonly Instruction[]): Generator<string> {
  const pairs =
    some === others
      ? [[some, others] as const]
      : ([
          [some, others],
          [others, some],
        ] as const);
  for (const [pinning, hiding] of pairs) {
    for (const pin of pinning) {
      if (pin.kind !== 'pin') continue;
      for (const other of hiding) {
        if (other.kind !== 'hide' && other.kind !== 'bury') continue;
        const id = pin.ids.find((one) => other.ids.includes(one));
        if (id === undefined) continue;
        const kind = other.kind.toUpperCase();
        yield `document "${id}" has both PIN and ${kind} for the same words: keep one of them`;
      }
    }
  }
}

function saysTheSame(one: Instruction, other: Instruction): boolean {
  return one.kind === other.kind && JSON.stringify(one) === JSON.stringify(other);
}

/** Whether some request meets the conditions of both. */
function canHoldTogether(one: RuleConditions, other: RuleConditions): boolean {
  if (!one.enabled || !other.enabled) return false;
  if (one.from >= other.until || other.from >= one.until) return false;
  // Rules of two values may hold together where a request has both; they are meant for different ones.
  return [...one.context].every(([key, values]) => {
    const others = other.context.get(key);
    return others === undefined || values.some((value) => others.includes(value));
  });
}

function keyOf(input: RuleInput): string {
  if (input.kind === 'boolean') return JSON.stringify([input.formula, input.literals]);
  const { terms, left, right } = input.input;
  const words = terms.map(({ text, fields, wildcard }) =>
    wildcard === 'none' && fields === undefined ? text : JSON.stringify([text, fields, wildcard]),
  );
  return `${left ? '"' : ''}${words.join(' ')}${right ? '"' : ''}`;
}

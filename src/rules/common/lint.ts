import type { Faults } from '../source/faults.ts';
import type { Steps } from '../source/steps.ts';
import { holds, isOnlyNegative } from './boolean-input.ts';
import { canHoldTogether, Contradictions } from './contradictions.ts';
import type { SimpleInput } from './input.ts';
import type { Instruction, Rule, RuleInput } from './rule.ts';

/** A doubt about a rule. */
interface Doubt {
  readonly line: number;
  readonly message: string;
}

/** Formulas with more literals are not tried out. */
const MOST_LITERALS = 10;
/** Rules for one input that each further one is compared with, so that a file is read in time. */
const MOST_ALIKE = 20;

/** What is odd about the rules of a file although each can be read: what says nothing new, never fires or contradicts. */
export function* lint(rules: readonly Rule[], faults: Faults): Steps<void> {
  const byInput = new Map<string, Rule[]>();
  const contradictions = new Contradictions();
  for (const rule of rules) {
    for (const { line, message } of ownDoubts(rule)) faults.warn(line, message);
    for (const { line, message, isFault } of contradictions.with(rule, '', 'own')) {
      if (isFault) faults.error(line, message);
      else faults.warn(line, message);
    }
    const key = keyOf(rule.input);
    const same = byInput.get(key);
    const repeated = same?.map((before) => repetition(before, rule)).find((one) => one !== undefined);
    if (repeated !== undefined) faults.warn(repeated.line, repeated.message);
    if (same === undefined) byInput.set(key, [rule]);
    else if (same.length < MOST_ALIKE) same.push(rule);
    yield rule.line;
  }
}

function* ownDoubts({ line, text, input, instructions, properties }: Rule): Generator<Doubt> {
  const priority = properties.get('priority') ?? 0;
  if (typeof priority !== 'number') {
    yield { line, message: '@priority is no number, so that only a sort by it looks at it' };
  }
  if (input.kind === 'boolean' && neverHolds(input)) {
    const message = `"${text}" never fires: some of its words must be in the query, and then it does not hold`;
    yield { line, message };
  } else if (input.kind === 'boolean' && isOnlyNegative(input.formula)) {
    const message = `"${text}" fires for queries with one of its words: without any, the rule is not looked at`;
    yield { line, message };
  }
  for (const [at, instruction] of instructions.entries()) {
    for (const message of doubtsAbout(instruction, { text, input, others: instructions.slice(0, at) }))
      yield { line: instruction.line, message };
    if (input.kind === 'simple' && instruction.kind === 'delete' && deletesAll(input.input, instructions))
      yield {
        line: instruction.line,
        message: `"${text}" is the whole query, of which DELETE always leaves the last word`,
      };
  }
}

interface Around {
  readonly text: string;
  readonly input: RuleInput;
  /** The instructions before it. */
  readonly others: readonly Instruction[];
}

function* doubtsAbout(instruction: Instruction, { text, input, others }: Around): Generator<string> {
  const { kind } = instruction;
  if ((kind === 'up' || kind === 'down') && instruction.factor === 0) {
    yield `${kind.toUpperCase()}(0) does nothing: take it out, or give it another factor`;
  }
  if (kind === 'filter' && instruction.condition.must.some((term) => term.text.includes('$1'))) {
    yield '"$1" is text in a FILTER: only SYNONYM, UP and DOWN know what a wildcard stood for';
  }
  if (others.some((one) => saysTheSame(one, instruction))) {
    yield `"${text}" has the same ${kind.toUpperCase()} twice: keep one`;
  }
  if (kind === 'synonym' && input.kind === 'simple' && saysItself(input.input, instruction)) {
    yield `"${text}" has itself for a synonym, which adds nothing`;
  }
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

function saysItself({ terms }: SimpleInput, synonym: Instruction & { readonly kind: 'synonym' }): boolean {
  return (
    terms.length === synonym.terms.length &&
    synonym.terms.every(
      ({ text, fields }, at) =>
        fields === undefined &&
        terms[at]?.fields === undefined &&
        terms[at]?.wildcard === 'none' &&
        terms[at].text === text.toLowerCase(),
    )
  );
}

function deletesAll({ terms, left, right }: SimpleInput, all: readonly Instruction[]): boolean {
  return left && right && terms.length === 1 && !all.some(({ kind }) => kind === 'synonym');
}

/** What a rule says again that an earlier one for the same input says. */
function repetition(before: Rule, rule: Rule): Doubt | undefined {
  if (!canHoldTogether(before.conditions, rule.conditions)) return undefined;
  const same = rule.instructions.find((one) => before.instructions.some((other) => saysTheSame(other, one)));
  if (same === undefined) return undefined;
  const what = `the same ${same.kind.toUpperCase()} for "${rule.text}"`;
  return { line: same.line, message: `the rule in line ${before.line} has ${what}: this one adds nothing` };
}

function saysTheSame(one: Instruction, other: Instruction): boolean {
  return (
    one.kind === other.kind && JSON.stringify({ ...one, line: 0 }) === JSON.stringify({ ...other, line: 0 })
  );
}

function keyOf(input: RuleInput): string {
  if (input.kind === 'boolean') return JSON.stringify([input.formula, input.literals]);
  const { terms, left, right } = input.input;
  const words = terms.map(({ text, fields, wildcard }) =>
    wildcard === 'none' && fields === undefined ? text : JSON.stringify([text, fields, wildcard]),
  );
  return `${left ? '"' : ''}${words.join(' ')}${right ? '"' : ''}`;
}

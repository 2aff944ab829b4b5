import type { Faults } from '../source/faults.ts';
import { holds, isOnlyNegative } from './boolean-input.ts';
import { Contradictions, type Placing } from './contradictions.ts';
import type { SimpleInput } from './input.ts';
import { type Repetition, Repetitions } from './repetitions.ts';
import type { Instruction, Rule, RuleInput } from './rule.ts';

/** A doubt about a rule. */
interface Doubt {
  readonly line: number;
  readonly message: string;
}

/** Formulas with more literals are not tried out. */
const MOST_LITERALS = 10;

/**
 * Says what is odd about the rules of a file although each can be read: what says nothing new, never fires or
 * contradicts. Rules are told one at a time, and none is kept.
 */
export class Lint {
  readonly #faults: Faults;
  readonly #contradictions = new Contradictions();
  readonly #repetitions: Repetitions;

  /** @param recordAt the record of a rule that was told before */
  constructor(faults: Faults, recordAt: (record: number) => unknown) {
    this.#faults = faults;
    this.#repetitions = new Repetitions(recordAt);
  }

  /** @param record the rule's own */
  rule(rule: Rule, record: number, placing: Placing | undefined): void {
    for (const { line, message } of ownDoubts(rule)) this.#faults.warn(line, message);
    if (placing !== undefined)
      for (const { line, message, isFault } of this.#contradictions.with(placing, '', 'own')) {
        if (isFault) this.#faults.error(line, message);
        else this.#faults.warn(line, message);
      }
    const repeated = this.#repetitions.with(rule, record);
    if (repeated !== undefined) this.#faults.warn(repeated.instruction.line, repetitionOf(rule, repeated));
  }
}

function repetitionOf({ text }: Rule, { instruction, line }: Repetition): string {
  const what = `the same ${instruction.kind.toUpperCase()} for "${text}"`;
  return `the rule in line ${line} has ${what}: this one adds nothing`;
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

function saysTheSame(one: Instruction, other: Instruction): boolean {
  return (
    one.kind === other.kind && JSON.stringify({ ...one, line: 0 }) === JSON.stringify({ ...other, line: 0 })
  );
}

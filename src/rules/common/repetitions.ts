import { fnv1a } from '../../text/fnv1a.ts';
import { canHoldTogether } from './contradictions.ts';
import type { Instruction, Rule, RuleInput } from './rule.ts';
import { orderTexts, recordedTexts, storedRule } from './stored-rule.ts';

/** What a rule says that an earlier one for the same input says. */
export interface Repetition {
  readonly instruction: Instruction;
  /** Of the earlier rule. */
  readonly line: number;
}

/** Rules that say the same for one input and that each further one is compared with, so that a file is read in time. */
const MOST_ALIKE = 20;
/** Of a hash, so that an input's number and these are a number together. */
const HASH_BITS = 21;

/** Finds rules that say again what another one says. Of each it keeps two numbers: the rest is in its record. */
export class Repetitions {
  readonly #recordAt: (record: number) => unknown;
  /** Numbers of inputs, by what they match. */
  readonly #inputs = new Map<string, number>();
  /** Number of the input and hash of what is said of it → the records that say it, or something with that hash. */
  readonly #said = new Map<number, number | number[]>();

  /** @param recordAt the record of a rule that was told before */
  constructor(recordAt: (record: number) => unknown) {
    this.#recordAt = recordAt;
  }

  /** @param record the rule's own */
  with(rule: Rule, record: number): Repetition | undefined {
    const key = keyOf(rule.input);
    const input = this.#inputs.get(key) ?? this.#inputs.size;
    this.#inputs.set(key, input);
    let repetition: Repetition | undefined;
    for (const [at, text] of orderTexts(rule).entries()) {
      const said = input * 2 ** HASH_BITS + (fnv1a(text) >>> (32 - HASH_BITS));
      const known = this.#said.get(said);
      const alike = typeof known === 'number' ? [known] : (known ?? []);
      repetition ??= this.#among(alike, { rule, instruction: rule.instructions[at]!, text });
      if (known === undefined) this.#said.set(said, record);
      else if (alike.length < MOST_ALIKE && !alike.includes(record)) this.#said.set(said, [...alike, record]);
    }
    return repetition;
  }

  #among(alike: readonly number[], { rule, instruction, text }: Told): Repetition | undefined {
    for (const number of alike) {
      const record = this.#recordAt(number);
      const before = storedRule(record);
      if (before.ordinal === rule.ordinal || !canHoldTogether(before.conditions, rule.conditions)) continue;
      if (recordedTexts(record).includes(text)) return { instruction, line: before.line };
    }
    return undefined;
  }
}

interface Told {
  readonly rule: Rule;
  readonly instruction: Instruction;
  readonly text: string;
}

function keyOf(input: RuleInput): string {
  if (input.kind === 'boolean') return JSON.stringify([input.formula, input.literals]);
  const { terms, left, right } = input.input;
  const words = terms.map(({ text, fields, wildcard }) =>
    wildcard === 'none' && fields === undefined ? text : JSON.stringify([text, fields, wildcard]),
  );
  return `${left ? '"' : ''}${words.join(' ')}${right ? '"' : ''}`;
}

import type { RuleCondition, RuleTerm } from '../expansion.ts';
import type { BooleanNode } from './boolean-input.ts';
import type { InputTerm, SimpleInput } from './input.ts';
import type { PropertyValue } from './properties.ts';

/** What one line behind an input asks for. */
export type Instruction = Order & {
  /** Where it stands; 1 is the first line of the file. */
  readonly line: number;
};

/** What an instruction says. `$1` in terms stands for what the input's wildcard matched. */
export type Order =
  | { readonly kind: 'synonym'; readonly terms: readonly RuleTerm[]; readonly weight: number }
  | { readonly kind: 'up' | 'down'; readonly factor: number; readonly condition: RuleCondition }
  | { readonly kind: 'filter'; readonly condition: RuleCondition }
  /** Undefined: all terms of the input. */
  | { readonly kind: 'delete'; readonly terms: readonly InputTerm[] | undefined }
  | { readonly kind: 'decorate'; readonly key: string | null; readonly value: string }
  | { readonly kind: 'redirect'; readonly value: string }
  | { readonly kind: 'pin'; readonly ids: readonly string[]; readonly position: number }
  | { readonly kind: 'bury' | 'hide'; readonly ids: readonly string[] }
  | { readonly kind: 'leg'; readonly leg: string; readonly weight: number }
  | { readonly kind: 'rerank' };

export type InstructionKind = Order['kind'];

/** What makes a rule fire: words side by side, or literals under AND, OR and NOT. */
export type RuleInput =
  | { readonly kind: 'simple'; readonly input: SimpleInput }
  | {
      readonly kind: 'boolean';
      readonly formula: BooleanNode;
      /** The formula's literals, by number. */
      readonly literals: readonly SimpleInput[];
    };

/** A rule as its file has it. */
export interface Rule {
  /** Place among the rules of its file, 0 is the first. */
  readonly ordinal: number;
  readonly id: string;
  /** What the log says when it fires: `@_log`, or the id. */
  readonly message: string;
  /** Line of its input, 1 is the first. */
  readonly line: number;
  /** Its input as written. */
  readonly text: string;
  readonly input: RuleInput;
  /** As in the file, but those that take words out last. */
  readonly instructions: readonly Instruction[];
  /** Names of its instructions, each once, in the order of the file. */
  readonly kinds: readonly InstructionKind[];
  readonly properties: ReadonlyMap<string, PropertyValue>;
  readonly conditions: RuleConditions;
}

/** When a rule holds at all. */
export interface RuleConditions {
  readonly enabled: boolean;
  /** Milliseconds since 1970; `from` is the first moment, `until` the first one after it. */
  readonly from: number;
  readonly until: number;
  /** Higher ones go first among equals; 0 unless given. */
  readonly priority: number;
  /** For each key one of the values must be in the request's context. */
  readonly context: ReadonlyMap<string, readonly string[]>;
}

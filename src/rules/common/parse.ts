import type { RuleFile, RuleProgram, Tokenise } from '../expansion.ts';
import { Faults } from '../source/faults.ts';
import { numberedLines, type RuleSource } from '../source/lines.ts';
import { completed, type Steps } from '../source/steps.ts';
import { RecordWriter } from '../source/records.ts';
import { uniform, wordKey } from '../source/uniform.ts';
import { readBooleanInput, withoutOperatorEscapes } from './boolean-input.ts';
import { ALWAYS, readConditions } from './conditions.ts';
import { type InputOptions, readInputTerms, readSimpleInput } from './input.ts';
import { readInstruction } from './instruction.ts';
import { placingOf } from './contradictions.ts';
import { Lint } from './lint.ts';
import type { RuleOutline } from './outline.ts';
import { openCommonRules, type PackedCommonRules } from './program.ts';
import type { PropertyValue } from './properties.ts';
import type { Words } from './readings.ts';
import type { Instruction, InstructionKind, Rule, RuleInput } from './rule.ts';
import { readTests } from './rule-test.ts';
import { recordOf } from './stored-rule.ts';
import { readSkeletons, type Skeleton } from './skeleton.ts';
import { mayHoldTemplates, renderTemplates } from './templates.ts';
import { Unreadable } from './terms.ts';
import { TrieBuilder } from './trie-builder.ts';

export interface CommonRulesOptions {
  readonly tokenise: Tokenise;
  /** Every word that some reading of a text allows; absent, only the best reading is looked at. */
  readonly words?: Words;
  /** Whether AND, OR and NOT in inputs are operators; default false. */
  readonly booleanInput?: boolean;
  /** Whether `Shoe` matches `shoe`; default true. */
  readonly ignoreCase?: boolean;
  /** Whether UP and DOWN multiply scores instead of adding to them; default false. */
  readonly multiplicative?: boolean;
  /** What a query behind `*` is written in: one in JSON is checked; absent, it may be either. */
  readonly rawQueries?: 'json' | 'query_string';
}

/** A file of common rules. */
export interface CommonRulesFile extends RuleFile {
  readonly packed: PackedCommonRules;
  /** How many rules there are. */
  readonly count: number;
  /** Ids of the rules in the order of the file; no more than {@link MOST_IDS}. */
  readonly ids: readonly string[];
  /** For checks over several files: of rules that are told apart there, in the order of the file. */
  readonly outlines: readonly RuleOutline[];
}

/** A file with its rules, for whoever checks, formats or tests them. */
export interface KeptRules extends CommonRulesFile {
  readonly rules: readonly Rule[];
}

/** Ids that are told apart where rules are counted. */
export const MOST_IDS = 1000;

/**
 * Reads a file of common rules (`words =>`, instructions, properties). Every fault of the file is reported; rules
 * that have none are still there, so that one fault does not hide another.
 */
export function parseCommonRules(source: RuleSource, options: CommonRulesOptions): KeptRules {
  const rules: Rule[] = [];
  const file = completed(new CommonRulesParser(source, options, (rule) => rules.push(rule)).read());
  return { ...file, rules };
}

/** As {@link parseCommonRules}, rule by rule; of each only its record is kept, since there may be many. */
export function readCommonRules(source: RuleSource, options: CommonRulesOptions): Steps<CommonRulesFile> {
  return new CommonRulesParser(source, options, () => undefined).read();
}

class CommonRulesParser {
  readonly #source: RuleSource;
  readonly #options: CommonRulesOptions;
  readonly #input: InputOptions;
  readonly #trie = new TrieBuilder();
  readonly #records = new RecordWriter();
  readonly #ids = new Map<string, number>();
  readonly #kinds = new Map<string, readonly InstructionKind[]>();
  readonly #faults: Faults;
  readonly #lint: Lint;
  readonly #outlines: RuleOutline[] = [];
  readonly #told: (rule: Rule) => unknown;

  /** @param told is given every rule that can be read */
  constructor(source: RuleSource, options: CommonRulesOptions, told: (rule: Rule) => unknown) {
    this.#source = source;
    this.#faults = new Faults(source.file);
    this.#lint = new Lint(this.#faults, (record) => this.#records.at(record));
    this.#told = told;
    this.#options = options;
    this.#input = {
      tokenise: (text) => options.tokenise(uniform(text)),
      fold: wordKey(options.ignoreCase ?? true),
    };
  }

  *read(): Steps<CommonRulesFile> {
    const { text } = this.#source;
    const { error, warn } = this.#faults;
    const lines = mayHoldTemplates(text) ? yield* renderTemplates(text, error) : numberedLines(text);
    const ids: string[] = [];
    let ordinal = 0;
    let count = 0;
    for (const skeleton of readSkeletons(lines, error, warn)) {
      const rule = this.#rule(skeleton, ordinal);
      ordinal += 1;
      yield skeleton.line;
      if (this.#faults.isFull) break;
      if (rule === undefined) continue;
      this.#take(rule);
      yield skeleton.line;
      count += 1;
      if (ids.length < MOST_IDS) ids.push(rule.id);
    }
    const { ignoreCase = true, multiplicative = false } = this.#options;
    const packed: PackedCommonRules = {
      kind: 'common',
      file: this.#source.file,
      ignoreCase,
      multiplicative,
      trie: this.#trie.packed(),
      records: this.#records.packed(),
    };
    const { errors, warnings } = this.#faults;
    const open = (): RuleProgram => openCommonRules(packed, this.#options);
    return { open, packed, count, ids, outlines: this.#outlines, errors, warnings };
  }

  /** Writes a rule down and looks at it beside those that were read before. */
  #take(rule: Rule): void {
    const record = this.#records.add(recordOf(rule));
    this.#index(rule, record);
    const placing = placingOf(rule);
    this.#lint.rule(rule, record, placing);
    // Ids made from inputs are only told apart within their file.
    const id = rule.properties.has('_id') ? rule.id : undefined;
    if (id !== undefined || placing !== undefined) this.#outlines.push({ line: rule.line, id, placing });
    this.#told(rule);
  }

  #rule(skeleton: Skeleton, ordinal: number): Rule | undefined {
    const { line, input: text, properties } = skeleton;
    if (text === '') return undefined;
    const id = textOf(properties, '_id') ?? `${text}#${ordinal}`;
    const before = this.#ids.get(id);
    if (before !== undefined) {
      this.#faults.error(
        line,
        `the id "${id}" belongs to the rule in line ${before}: give one of them another`,
      );
    }
    this.#ids.set(id, before ?? line);
    this.#checkId(line, properties.get('_id'));
    const conditions =
      properties.size === 0 ? ALWAYS : (this.#guarded(line, () => readConditions(properties)) ?? ALWAYS);
    const input = this.#guarded(line, () => this.#readInput(text));
    if (input === undefined) return undefined;
    const context = {
      input,
      tokenise: this.#options.tokenise,
      rawQueries: this.#options.rawQueries,
      readTerms: (words: string) => readInputTerms(words, this.#input),
    };
    const instructions = skeleton.instructions.flatMap((one): readonly Instruction[] => {
      const read = this.#guarded(one.line, () => readInstruction(one, context));
      return read === undefined ? [] : [read];
    });
    // A test that cannot be read is no reason to keep a rule from searches.
    this.#guarded(line, () => readTests(properties), this.#faults.warn);
    const message = textOf(properties, '_log') ?? id;
    return {
      ordinal,
      id,
      message,
      line,
      text,
      input,
      instructions: deletesLast(instructions),
      kinds: this.#kindsOf(instructions),
      properties,
      conditions,
    };
  }

  /** Few lists of names serve all rules. */
  #kindsOf(instructions: readonly Instruction[]): readonly InstructionKind[] {
    const kinds = [...new Set(instructions.map(({ kind }) => kind))];
    const key = kinds.join();
    const known = this.#kinds.get(key);
    if (known === undefined) this.#kinds.set(key, kinds);
    return known ?? kinds;
  }

  #checkId(line: number, id: PropertyValue | undefined): void {
    if (typeof id !== 'object') return;
    this.#faults.error(line, '@_id is no text: write @_id: "some name"');
  }

  #readInput(text: string): RuleInput {
    const { booleanInput = false } = this.#options;
    const expression = booleanInput ? readBooleanInput(text) : undefined;
    if (expression === undefined) {
      const words = booleanInput ? withoutOperatorEscapes(text) : text;
      return { kind: 'simple', input: readSimpleInput(words, this.#input) };
    }
    const literals = expression.literals.map((literal) => readSimpleInput(literal, this.#input));
    return { kind: 'boolean', formula: expression.formula, literals };
  }

  #index({ input }: Rule, rule: number): void {
    if (input.kind === 'simple') this.#trie.add(input.input, { rule });
    else input.literals.forEach((one, literal) => this.#trie.add(one, { rule, literal }));
  }

  #guarded<T>(line: number, read: () => T, report = this.#faults.error): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      report(line, error.message);
      return undefined;
    }
  }
}

/** A DELETE takes words out only when the rule's other instructions have been there. */
function deletesLast(instructions: readonly Instruction[]): readonly Instruction[] {
  const isDelete = ({ kind }: Instruction): boolean => kind === 'delete';
  if (!instructions.some(isDelete)) return instructions;
  return [...instructions.filter((one) => !isDelete(one)), ...instructions.filter(isDelete)];
}

/** A property as text: a number or a truth value is written as it stands. */
function textOf(properties: ReadonlyMap<string, PropertyValue>, name: string): string | undefined {
  const value = properties.get(name);
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

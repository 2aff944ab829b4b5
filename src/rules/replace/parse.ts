import type { RuleFile, Tokenise } from '../expansion.ts';
import { Faults } from '../source/faults.ts';
import { blankSeparated, type RuleSource, sourceLines } from '../source/lines.ts';
import { PhraseTableBuilder } from '../source/phrase-table.ts';
import { RecordWriter } from '../source/records.ts';
import { completed, type Steps } from '../source/steps.ts';
import { caseKey } from '../source/uniform.ts';
import { packedAffixes } from './affixes.ts';
import { type PackedReplacements, ReplaceProgram, replaceRecord, type ReplaceRule } from './program.ts';

export interface ReplaceOptions {
  readonly tokenise: Tokenise;
  /** What parts several inputs of one rule; a TAB when undefined. */
  readonly delimiter?: string;
  /** Whether `Shoe` matches `shoe`; true when undefined. */
  readonly ignoreCase?: boolean;
}

export interface ReplaceFile extends RuleFile {
  readonly packed: PackedReplacements;
}

const ARROW = '=>';
const WILDCARD = '*';
const SHAPE = 'write "input => output", or "input =>" to take the input out of the query';

/**
 * Reads a file of replacements (`in1 TAB in2 => out`, `pre* => out $1`, `*suf => $1out`), one rule a line; a line that
 * starts with `#` is a comment.
 */
export function parseReplaceRules(source: RuleSource, options: ReplaceOptions): ReplaceFile {
  return completed(readReplaceRules(source, options));
}

/** As {@link parseReplaceRules}, line by line. */
export function readReplaceRules(source: RuleSource, options: ReplaceOptions): Steps<ReplaceFile> {
  return new ReplaceParser(source, options).read();
}

class ReplaceParser {
  readonly #source: RuleSource;
  readonly #tokenise: Tokenise;
  readonly #delimiter: string;
  readonly #fold: (text: string) => string;
  readonly #ignoreCase: boolean;
  readonly #exact = new PhraseTableBuilder<number>();
  readonly #suffixes = new Map<string, number>();
  readonly #prefixes = new Map<string, number>();
  readonly #records = new RecordWriter();
  /** Folded input → the line that has it. */
  readonly #inputs = new Map<string, number>();
  readonly #faults: Faults;

  constructor(source: RuleSource, options: ReplaceOptions) {
    this.#source = source;
    this.#faults = new Faults(source.file);
    this.#tokenise = options.tokenise;
    this.#delimiter = options.delimiter ?? '\t';
    this.#ignoreCase = options.ignoreCase ?? true;
    this.#fold = caseKey(this.#ignoreCase);
  }

  *read(): Steps<ReplaceFile> {
    let ordinal = 0;
    for (const { line, text } of sourceLines(this.#source.text)) {
      this.#rule(line, text, ordinal);
      ordinal += 1;
      yield line;
      if (this.#faults.isFull) break;
    }
    const { errors, warnings } = this.#faults;
    const packed: PackedReplacements = {
      kind: 'replacements',
      file: this.#source.file,
      ignoreCase: this.#ignoreCase,
      exact: this.#exact.packed(),
      exactRecords: Uint32Array.from(this.#exact.values),
      suffixes: packedAffixes(this.#suffixes),
      prefixes: packedAffixes(this.#prefixes),
      records: this.#records.packed(),
    };
    return { open: () => new ReplaceProgram(packed), packed, count: ordinal, errors, warnings };
  }

  #rule(line: number, text: string, ordinal: number): void {
    const parts = text.split(ARROW);
    if (parts.length !== 2) {
      const problem = parts.length === 1 ? `has no "${ARROW}"` : `has more than one "${ARROW}"`;
      this.#faults.error(line, `"${text}" ${problem}: ${SHAPE}`);
      return;
    }
    const input = parts[0]!.trim();
    const inputs = input
      .split(this.#delimiter)
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (inputs.length === 0) {
      this.#faults.error(line, `nothing stands before "${ARROW}": ${SHAPE}`);
      return;
    }
    const rule = { id: `${input}#${ordinal}`, file: this.#source.file, line };
    if (input.includes(WILDCARD) && inputs.some(hasWildcard)) {
      this.#affixRule(rule, inputs, blankSeparated(parts[1]!));
      return;
    }
    const output = blankSeparated(parts[1]!).flatMap((piece) => this.#tokenise(piece));
    const record = this.#records.add(replaceRecord({ ...rule, output }));
    for (const one of inputs) this.#exactInput({ line, record }, one);
  }

  #exactInput({ line, record }: { line: number; record: number }, input: string): void {
    const phrase = this.#tokenise(input).map(this.#fold).join(' ');
    if (phrase === '') {
      this.#faults.warn(line, `"${input}" holds no word, so that no query can match it`);
      return;
    }
    if (this.#isNew(phrase, line)) this.#exact.set(phrase, record);
  }

  #affixRule(rule: Omit<ReplaceRule, 'output'>, inputs: readonly string[], output: readonly string[]): void {
    const [input] = inputs;
    if (inputs.length !== 1 || input === undefined) {
      this.#faults.error(
        rule.line,
        `an input with "${WILDCARD}" stands alone: write one rule for each of ${inputs.join(', ')}`,
      );
      return;
    }
    if (blankSeparated(input).length !== 1) {
      this.#faults.error(
        rule.line,
        `"${input}" holds several words: an input with "${WILDCARD}" is one word`,
      );
      return;
    }
    const affix = this.#fold(input.startsWith(WILDCARD) ? input.slice(1) : input.slice(0, -1));
    if (affix === '' || hasWildcard(affix)) {
      this.#faults.error(
        rule.line,
        `"${input}" is neither "word${WILDCARD}" nor "${WILDCARD}word": one "${WILDCARD}" at one end of the word`,
      );
      return;
    }
    if (!this.#isNew(this.#fold(input), rule.line)) return;
    const pieces = output.flatMap((piece) => (piece.includes('$1') ? [piece] : this.#tokenise(piece)));
    const affixes = input.startsWith(WILDCARD) ? this.#suffixes : this.#prefixes;
    affixes.set(affix, this.#records.add(replaceRecord({ ...rule, output: pieces })));
  }

  #isNew(key: string, line: number): boolean {
    const before = this.#inputs.get(key);
    if (before === undefined) {
      this.#inputs.set(key, line);
      return true;
    }
    this.#faults.error(line, `"${key}" is replaced in line ${before} already: keep one of the two`);
    return false;
  }
}

/** A `*` at an end of one of the words; within a word it is an ordinary character. */
function hasWildcard(input: string): boolean {
  return blankSeparated(input).some((word) => word.startsWith(WILDCARD) || word.endsWith(WILDCARD));
}

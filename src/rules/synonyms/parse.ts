import type { RuleFile, Tokenise } from '../expansion.ts';
import { Faults } from '../source/faults.ts';
import { type RuleSource, sourceLines } from '../source/lines.ts';
import { ListBuilder } from '../source/number-lists.ts';
import { PhraseTableBuilder } from '../source/phrase-table.ts';
import { RecordWriter } from '../source/records.ts';
import { completed, type Steps } from '../source/steps.ts';
import { caseKey } from '../source/uniform.ts';
import { circles } from './cycles.ts';
import type { SynonymMapping } from './cycles.ts';
import { readSynonymLine } from './line.ts';
import { lineEntry, SynonymProgram, synonymRecord } from './program.ts';
import type { PackedSynonyms, Phrase, SynonymLineRule } from './program.ts';

export interface SynonymOptions {
  readonly tokenise: Tokenise;
  /** Whether each of `a, b` stands for all, or all for the first; true when undefined. */
  readonly expand?: boolean;
  /** Whether `TV` matches `tv`; true when undefined. */
  readonly ignoreCase?: boolean;
}

export interface SynonymFile extends RuleFile {
  /** For {@link circles} over several files. */
  readonly mappings: readonly SynonymMapping[];
  readonly packed: PackedSynonyms;
}

/** What a line says of its inputs. */
interface RecordedLine {
  readonly of: SynonymLineRule;
  readonly record: number;
}

/** Synonyms of one input: each is a clause of every query that has it. */
export const MOST_SYNONYMS = 256;

/**
 * Reads synonyms as Solr and Elasticsearch write them: `a, b c` (each stands for all), `a, b => c, d` (these stand in
 * place of those), `\,` and `\=>` for the signs, `#` at the start of a line for a comment. Lines with the same input
 * add up.
 */
export function parseSynonyms(source: RuleSource, options: SynonymOptions): SynonymFile {
  return completed(readSynonyms(source, options));
}

/** As {@link parseSynonyms}, line by line. */
export function readSynonyms(source: RuleSource, options: SynonymOptions): Steps<SynonymFile> {
  return new SynonymParser(source, options).read();
}

class SynonymParser {
  readonly #source: RuleSource;
  readonly #tokenise: Tokenise;
  readonly #expand: boolean;
  readonly #ignoreCase: boolean;
  readonly #fold: (text: string) => string;
  /** Numbers of inputs. */
  readonly #inputs = new PhraseTableBuilder<number>();
  /** By input: its lines, how many synonyms these have, and the last of them. No object for each, since there are many. */
  readonly #lines = new ListBuilder();
  readonly #sums: number[] = [];
  readonly #lastLines: number[] = [];
  readonly #records = new RecordWriter();
  readonly #mappings: SynonymMapping[] = [];
  /** Inputs of which it was said that they have too many synonyms. */
  readonly #exploded = new Set<string>();
  readonly #faults: Faults;

  constructor(source: RuleSource, options: SynonymOptions) {
    this.#source = source;
    this.#faults = new Faults(source.file);
    this.#tokenise = options.tokenise;
    this.#expand = options.expand ?? true;
    this.#ignoreCase = options.ignoreCase ?? true;
    this.#fold = caseKey(this.#ignoreCase);
  }

  *read(): Steps<SynonymFile> {
    let ordinal = 0;
    for (const { line, text } of sourceLines(this.#source.text)) {
      this.#line(line, text, ordinal);
      ordinal += 1;
      yield line;
      if (this.#faults.isFull) break;
    }
    for (const { line, message } of yield* circles(this.#mappings)) this.#faults.error(line, message);
    const { errors, warnings } = this.#faults;
    const packed = this.#packed();
    return {
      open: () => new SynonymProgram(packed),
      packed,
      count: ordinal,
      errors,
      warnings,
      mappings: this.#mappings,
    };
  }

  #packed(): PackedSynonyms {
    return {
      kind: 'synonyms',
      file: this.#source.file,
      ignoreCase: this.#ignoreCase,
      phrases: this.#inputs.packed(),
      lines: this.#lines.packed(),
      records: this.#records.packed(),
    };
  }

  #line(line: number, text: string, ordinal: number): void {
    const read = readSynonymLine(text);
    if (read === undefined) {
      this.#faults.error(
        line,
        'a line has more than one "=>": write one line for each, or "\\=>" for the signs',
      );
      return;
    }
    const inputs = this.#phrases(read.inputs, line);
    if (inputs.length === 0) {
      this.#faults.error(line, 'there is no word before "=>": write "a, b => c" or "a, b"');
      return;
    }
    if (read.outputs === undefined) {
      this.#group(inputs, { line, ordinal });
      return;
    }
    const outputs = this.#phrases(read.outputs, line);
    if (outputs.length === 0) {
      this.#faults.error(
        line,
        'there is no word after "=>": write "a, b => c"; to delete words, use .replace.txt',
      );
      return;
    }
    this.#map(inputs, outputs, { line, ordinal });
  }

  /** `a, b, c` */
  #group(phrases: readonly Phrase[], at: { line: number; ordinal: number }): void {
    if (phrases.length === 1) {
      this.#faults.warn(at.line, `"${phrases[0]!.key}" is alone: write what means the same after a comma`);
    } else if (this.#expand) {
      if (!this.#isBounded(at.line, phrases.length)) return;
      const recorded = this.#recorded({ ...at, outputs: phrases });
      for (const phrase of phrases) this.#add(phrase, recorded, true);
    } else this.#map(phrases, phrases.slice(0, 1), at);
  }

  /** `a, b => c, d` */
  #map(inputs: readonly Phrase[], outputs: readonly Phrase[], at: { line: number; ordinal: number }): void {
    if (!this.#isBounded(at.line, outputs.length)) return;
    const keys = outputs.map(({ key }) => key);
    const recorded = this.#recorded({ ...at, outputs });
    for (const input of inputs) {
      this.#add(input, recorded, keys.includes(input.key));
      this.#mappings.push({ input: input.key, outputs: keys, file: this.#source.file, line: at.line });
    }
  }

  #recorded(of: SynonymLineRule): RecordedLine {
    return { of, record: this.#records.add(synonymRecord(of)) };
  }

  /** @param keep whether the input stays a way to say it */
  #add(input: Phrase, { of: { line, outputs }, record }: RecordedLine, keep: boolean): void {
    const known = this.#inputs.get(input.key);
    const number = known ?? this.#sums.length;
    if (known === undefined) this.#inputs.set(input.key, number);
    // A word twice in one line.
    if (this.#lastLines[number] === line) return;
    const sum = (this.#sums[number] ?? 0) + outputs.length;
    if (sum <= MOST_SYNONYMS) {
      this.#lines.add(number, lineEntry(record, keep));
      this.#sums[number] = sum;
      this.#lastLines[number] = line;
    } else if (!this.#exploded.has(input.key)) {
      this.#faults.error(
        line,
        `"${input.key}" has ${sum} synonyms with this line: more than ${MOST_SYNONYMS} would slow every query down`,
      );
      // Once for all words that this line explodes.
      for (const { key } of [input, ...outputs]) this.#exploded.add(key);
    }
  }

  #isBounded(line: number, count: number): boolean {
    if (count <= MOST_SYNONYMS) return true;
    this.#faults.error(
      line,
      `a line has ${count} synonyms: write several with at most ${MOST_SYNONYMS} each, for what really means the same`,
    );
    return false;
  }

  #phrases(texts: readonly string[], line: number): Phrase[] {
    const phrases: Phrase[] = [];
    for (const text of texts) {
      const words = this.#tokenise(text);
      if (words.length === 0)
        this.#faults.warn(line, `"${text}" holds no word, so that no query can match it`);
      else phrases.push({ words, key: this.#fold(words.join(' ')) });
    }
    return phrases;
  }
}

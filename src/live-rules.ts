import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Config } from './config/schema.ts';
import type { Segmenter } from './domain/segmenter.ts';
import type { RuleFolder } from './rule-folder.ts';
import type { RuleFault, RuleProgram, Tokenise } from './rules/expansion.ts';
import type { RuleFileOptions } from './rules/rule-files.ts';
import { readRuleSet, type RuleFileSummary, type RuleSet, type RuleText } from './rules/rule-set.ts';
import { normalise } from './text/normalise.ts';
import { simplify } from './text/simplify.ts';

/** The longest that reading rules may hold up whatever else the process does, in milliseconds. */
const SLICE_MS = 8;

/** Rule files as they were read at one moment. */
export interface LoadedRules {
  programOf(index: string): RuleProgram | undefined;
  /** Changes with any byte of any file. */
  readonly version: string;
  readonly files: readonly RuleFileSummary[];
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
}

/** How rules are read, by a configuration. */
export interface RuleReading {
  readonly rules: Config['rules'];
  /** Where the files come from. */
  readonly readFolder: () => Promise<RuleFolder>;
  /** The segmenter with the dictionaries of an index or alias; undefined names none. */
  readonly segmenterOf: (index: string | undefined) => Segmenter;
}

/** Reads all rule files; what is sound in faulty files is there, beside what is wrong. */
export async function loadRules(reading: RuleReading): Promise<LoadedRules> {
  const folder = await reading.readFolder();
  const set = await readTexts(folder.texts, reading);
  const hash = createHash('sha256');
  for (const { file, text } of folder.texts)
    hash.update(`${file.length}:${file}${text.length}:`).update(text);
  return {
    programOf: (index) => set.programOf(index),
    version: hash.digest('hex').slice(0, 12),
    files: set.files,
    errors: [...folder.errors, ...set.errors],
    warnings: [...folder.warnings, ...set.warnings],
  };
}

/** Checks one text as if it stood in a file of that name, without putting it into force. */
export async function checkRules(
  text: RuleText,
  reading: RuleReading,
): Promise<Pick<LoadedRules, 'errors' | 'warnings'>> {
  const { errors, warnings } = await readTexts([text], reading);
  return { errors, warnings };
}

function readTexts(texts: readonly RuleText[], reading: RuleReading): Promise<RuleSet> {
  return inSlices(readRuleSet(texts, (index, file) => optionsOf(reading, index, file)));
}

/** Runs a reader to its end, with a pause for others every few milliseconds. */
async function inSlices<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await setImmediate();
  }
}

function optionsOf(
  { rules, segmenterOf }: RuleReading,
  index: string | undefined,
  file: string,
): RuleFileOptions {
  const segmenter = segmenterOf(index);
  return {
    tokenise: tokeniser(segmenter),
    words: (text) => segmenter.words(text),
    booleanInput: rules.booleanInput,
    ignoreCase: rules.ignoreCase,
    multiplicative: rules.boosts === 'multiplicative',
    readDictionary: (path) => readText(resolve(dirname(rules.folder), dirname(file), path)),
  };
}

/** Words as queries are cut: their writing made uniform, then segmented; blanks always part. */
function tokeniser(segmenter: Segmenter): Tokenise {
  return (text) => segmenter.segment(simplify(normalise(text).text)).map((word) => word.text);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '../config/schema.ts';
import type { Segmenter } from '../domain/segmenter.ts';
import type { RuleFolder } from './rule-folder.ts';
import { readDictionaryText } from './rule-text.ts';
import { remembering, type RememberingTokeniser, tokeniserOf } from './rule-tokeniser.ts';
import type { RuleFault, RuleProgram } from '../rules/expansion.ts';
import type { RuleOptionsOf, RuleText } from '../rules/rule-reader.ts';
import { readRuleSet, type RuleFileSummary } from '../rules/rule-set.ts';

/** The longest that reading rules may hold up whatever else the process does, in milliseconds. */
const SLICE_MS = 8;

/** Rule files as they were read at one moment. */
export interface LoadedRules {
  programOf(index: string): RuleProgram | undefined;
  /** Changes with any byte of any file. */
  readonly version: string;
  readonly files: readonly RuleFileSummary[];
  /** Ids of common rules, in the order of their files. */
  readonly ids: readonly string[];
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
}

/** How rules are read, by a configuration. */
export interface RuleReading {
  readonly rules: Omit<Config['rules'], 'source'>;
  /** Where the files come from. */
  readonly readFolder: () => Promise<RuleFolder>;
  /** The segmenter with the dictionaries of an index or alias; undefined names none. */
  readonly segmenterOf: (index: string | undefined) => Segmenter;
}

/** Reads all rule files; what is sound in faulty files is there, beside what is wrong. */
export async function loadRules(reading: RuleReading): Promise<LoadedRules> {
  const folder = await reading.readFolder();
  const { texts } = folder;
  const dictionaries = new Map<string, string>();
  const places = [
    reading.rules.folder,
    ...texts
      .map(({ file }) => file)
      .filter(isAbsolute)
      .map(dirname),
  ];
  const readDictionary = (path: string): string | undefined => {
    const text = dictionaryIn(places, path);
    if (text !== undefined) dictionaries.set(path, text);
    return text;
  };
  const { optionsOf, done } = readingOptions(reading, readDictionary);
  const set = await inSlices(readRuleSet(texts, optionsOf));
  done();
  return {
    programOf: (index) => set.programOf(index),
    version: await inSlices(
      versionOf([...texts.map(({ file, text }) => [file, text] as const), ...dictionaries]),
    ),
    files: set.files,
    ids: set.ids,
    errors: [...folder.errors, ...set.errors],
    warnings: [...folder.warnings, ...set.warnings],
  };
}

/** Checks one text as if it stood in a file of that name, without putting it into force. */
export async function checkRules(
  text: RuleText,
  reading: RuleReading,
): Promise<Pick<LoadedRules, 'errors' | 'warnings'>> {
  const readDictionary = (path: string) => dictionaryIn([reading.rules.folder], path);
  const { optionsOf, done } = readingOptions(reading, readDictionary);
  const { errors, warnings } = await inSlices(readRuleSet([text], optionsOf));
  done();
  return { errors, warnings };
}

/** A dictionary that lies in one of these folders: what else the machine holds is not told by quoting it in faults. */
function dictionaryIn(folders: readonly string[], path: string): string | undefined {
  const isInside = folders.some((folder) => !relative(resolve(folder), path).startsWith('..'));
  return isInside ? readDictionaryText(path) : undefined;
}

/** Runs a reader to its end, with a pause for others every few milliseconds. */
async function inSlices<T>(steps: Generator<unknown, T, undefined>): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await setImmediate();
  }
}

/** Characters that are hashed at a time. */
const PIECE = 1 << 18;

function* versionOf(texts: readonly (readonly [file: string, text: string])[]): Generator<undefined, string> {
  const hash = createHash('sha256');
  for (const [file, text] of texts) {
    hash.update(`${file.length}:${file}${text.length}:`);
    for (let from = 0; from < text.length; from += PIECE) {
      hash.update(text.slice(from, from + PIECE));
      yield undefined;
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** How the files of all indices are read, until `done` is called: words are then no longer remembered. */
function readingOptions(
  { rules, segmenterOf }: RuleReading,
  readDictionary: (path: string) => string | undefined,
): { readonly optionsOf: RuleOptionsOf; readonly done: () => void } {
  /** One for each segmenter: files are read once for all indices whose words are cut alike. */
  const tokenisers = new Map<Segmenter, RememberingTokeniser>();
  const tokeniserFor = (segmenter: Segmenter): RememberingTokeniser => {
    const tokeniser = tokenisers.get(segmenter) ?? remembering(tokeniserOf(segmenter));
    tokenisers.set(segmenter, tokeniser);
    return tokeniser;
  };
  return {
    optionsOf: (index, file) => {
      const segmenter = segmenterOf(index);
      return {
        tokenise: tokeniserFor(segmenter).tokenise,
        words: (text) => segmenter.words(text),
        booleanInput: rules.booleanInput,
        ignoreCase: rules.ignoreCase,
        multiplicative: rules.boosts === 'multiplicative',
        readDictionary: (path) => readDictionary(resolve(dirname(rules.folder), dirname(file), path)),
      };
    },
    done: () => tokenisers.forEach((tokeniser) => tokeniser.forget()),
  };
}

import type { RuleFile, RuleProgram } from '../expansion.ts';
import { Faults } from '../source/faults.ts';
import { type RuleSource, sourceLines } from '../source/lines.ts';
import { SettingsReader } from '../source/settings.ts';
import type { Settings } from '../source/settings.ts';
import { completed, type Steps } from '../source/steps.ts';
import { MORPHOLOGIES } from './morphology.ts';
import { openWordBreak, type PackedWordBreak } from './program.ts';
import { type PackedVocabulary, packedVocabulary, type Vocabulary } from './vocabulary.ts';

export interface WordBreakOptions {
  /** Words of the index's `dictionaryField`, where they are known. */
  readonly vocabulary?: Vocabulary;
  /** The text of the dictionary file of that name, relative to the settings; undefined where there is none. */
  readonly readDictionary?: (path: string) => string | undefined;
}

const NAMES = [
  'dictionary',
  'dictionaryField',
  'numDocs',
  'minSuggestionFreq',
  'minSuggestionFrequency',
  'minBreakLength',
  'maxCombineLength',
  'lowerCaseInput',
  'decompound',
  'compound',
  'morphology',
  'reverseCompoundTriggerWords',
  'protectedWords',
  'alwaysAddReverseCompounds',
];
export interface WordBreakFile extends RuleFile {
  readonly packed: PackedWordBreak;
}

const WHOLE = { least: 0, integer: true };

/**
 * Reads the settings of word breaks (JSON): `{"dictionary": {"wall": 12, "mount": 7}}`, where the dictionary may also
 * be a list of words or the name of a file of `word TAB frequency` lines.
 */
export function parseWordBreak(source: RuleSource, options: WordBreakOptions = {}): WordBreakFile {
  return completed(readWordBreak(source, options));
}

/** As {@link parseWordBreak}, with a pause after each line of a dictionary. */
export function* readWordBreak(source: RuleSource, options: WordBreakOptions = {}): Steps<WordBreakFile> {
  const { reader, settings } = SettingsReader.open(source, NAMES);
  const own = yield* readVocabulary(reader, settings, options);
  const decompound = settings.object('decompound', ['maxExpansions', 'verifyCollation', 'morphology']);
  const compound = settings.object('compound', ['morphology']);
  const verifyTogether = decompound.boolean('verifyCollation', false);
  const isKnown = own !== undefined || options.vocabulary !== undefined;
  const together = own === undefined ? options.vocabulary?.together : undefined;
  if (!isKnown && reader.errors.length === 0) {
    const line = settings.lineOf('dictionaryField');
    if (settings.text('dictionaryField') === undefined) {
      reader.fault(line, 'there are no words to know compounds by: write "dictionary": {"word": 1, …}');
    }
  } else if (verifyTogether && isKnown && together === undefined) {
    reader.fault(
      decompound.lineOf('verifyCollation'),
      'a dictionary does not tell which words documents hold together: write "verifyCollation": false',
    );
  }
  const lowerCase = settings.boolean('lowerCaseInput', false);
  const words = (name: string): Set<string> =>
    new Set(settings.texts(name).map((word) => (lowerCase ? word.toLowerCase() : word)));
  const frequencyName = settings.has('minSuggestionFreq') ? 'minSuggestionFreq' : 'minSuggestionFrequency';
  const joined = settings.oneOf('morphology', MORPHOLOGIES);
  const packed: PackedWordBreak = {
    kind: 'word-break',
    file: source.file,
    line: settings.line,
    vocabulary: own,
    minFrequency: Math.max(settings.number(frequencyName, 1, WHOLE), 1),
    minPartLength: settings.number('minBreakLength', 3, { least: 1, integer: true }),
    maxCompoundLength: settings.number('maxCombineLength', 30, WHOLE),
    maxSplits: decompound.number('maxExpansions', 3, WHOLE),
    verifyTogether,
    splitBy: decompound.oneOf('morphology', MORPHOLOGIES) ?? joined ?? 'DEFAULT',
    joinBy: compound.oneOf('morphology', MORPHOLOGIES) ?? 'DEFAULT',
    lowerCase,
    triggers: words('reverseCompoundTriggerWords'),
    protected: words('protectedWords'),
    alwaysReverse: settings.boolean('alwaysAddReverseCompounds', false),
  };
  const open = (): RuleProgram => openWordBreak(packed, options.vocabulary);
  return { open, packed, errors: reader.errors, warnings: [] };
}

function* readVocabulary(
  reader: SettingsReader,
  settings: Settings,
  options: WordBreakOptions,
): Steps<PackedVocabulary | undefined> {
  const documents = settings.has('numDocs')
    ? settings.number('numDocs', 1, { least: 1, integer: true })
    : undefined;
  const node = settings.node('dictionary');
  if (node === undefined) return undefined;
  const words = new Map<string, number>();
  if (typeof node.value === 'string') {
    const text = options.readDictionary?.(node.value);
    if (text === undefined)
      reader.fault(node.line, `there is no dictionary "${node.value}" beside this file`);
    else yield* readWords({ file: node.value, text }, words, reader);
  } else if (node.value instanceof Map) {
    for (const [word, { node: frequency, line }] of node.value) {
      if (typeof frequency.value === 'number' && frequency.value > 0) words.set(word, frequency.value);
      else reader.fault(line, `"${word}" has no frequency above 0: write how many documents hold it`);
    }
  } else {
    for (const word of settings.texts('dictionary')) words.set(word, 1);
  }
  return packedVocabulary(words, documents);
}

/** `word TAB frequency` lines; a word alone is in one document. */
function* readWords(source: RuleSource, words: Map<string, number>, reader: SettingsReader): Steps<void> {
  const faults = new Faults(source.file);
  for (const { line, text } of sourceLines(source.text)) {
    yield line;
    if (faults.isFull) break;
    const [word = '', frequency = '1', ...more] = text.split('\t').map((part) => part.trim());
    if (word === '' || more.length > 0 || !/^[1-9]\d*$/.test(frequency)) {
      faults.error(line, `"${text}" is not "word", a TAB and the number of documents that hold it, from 1`);
    } else words.set(word, Number(frequency));
  }
  reader.faultsOf(faults);
}

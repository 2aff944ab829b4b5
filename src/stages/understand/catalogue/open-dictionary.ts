import { crc32 } from 'node:zlib';
import { GatewayError } from '../../../errors.ts';
import { unitsToText } from '../../../text/packed-texts.ts';
import { WordList } from '../../../text/word-list.ts';
import { ModelFile } from '../model/model-file.ts';
import type { CatalogueDictionary, CatalogueValue, DictionaryOrigin } from './catalogue-dictionary.ts';
import { SoundTable } from './sound-table.ts';
import { TermTable } from './term-table.ts';
import { WordPairs } from './word-pairs.ts';

/** What kind of model file a dictionary is, and in which form. */
export const KIND = 'catalogue-dictionary';
export const FORMAT = 1;

/** A dictionary with what the segmenter takes from it. */
export interface OpenedDictionary extends CatalogueDictionary {
  /** Words to cut text into, with the natural logarithm of their probability. */
  readonly words: WordList;
  /** A few hundred of its most frequent Chinese words, to try analyzers with. */
  probes(): readonly string[];
  /** Every array of the file, also those that only others understand. */
  readonly arrays: ModelFile;
}

/**
 * A dictionary file in memory. Its arrays are views of the bytes: opening one costs a checksum and no copy, whatever it
 * holds.
 * @throws GatewayError `config_invalid` for bytes that are no such file, of a newer form, damaged or cut short
 */
export function openDictionary(bytes: Uint8Array): OpenedDictionary {
  const file = new ModelFile(bytes, KIND);
  const { format, checksum } = file.about;
  if (typeof format === 'number' && format > FORMAT) {
    const message = `a dictionary of form ${format}; this gateway reads up to ${FORMAT}: build it again, or update`;
    throw new GatewayError('config_invalid', message);
  }
  if (format !== FORMAT || checksum !== crc32(file.payload)) {
    throw new GatewayError('config_invalid', 'the dictionary is damaged: its checksum does not fit');
  }
  return new FileDictionary(file, `${checksum.toString(16).padStart(8, '0')}`);
}

class FileDictionary implements OpenedDictionary {
  readonly origin: DictionaryOrigin;
  readonly version: string;
  readonly words: WordList;
  readonly #terms: TermTable;
  readonly #documents: Uint32Array;
  readonly #queries: Uint32Array;
  readonly #pairs: WordPairs;
  readonly #sounds: SoundTable;
  readonly arrays: ModelFile;

  constructor(file: ModelFile, version: string) {
    this.origin = file.about['origin'] as DictionaryOrigin;
    this.version = version;
    this.arrays = file;
    this.#terms = new TermTable(file);
    this.#documents = file.words32('termDocuments');
    this.#queries = file.words32('termQueries');
    this.#pairs = new WordPairs(file, file.words32('termWeights'));
    this.#sounds = new SoundTable(file);
    this.words = WordList.over({
      text: file.words16('wordText'),
      starts: file.words32('wordStarts'),
      weights: file.floats('wordWeights'),
    });
  }

  get size(): number {
    return this.#terms.size;
  }

  has(term: string): boolean {
    return this.frequency(term) > 0;
  }

  frequency(term: string): number {
    const number = this.#terms.find(term);
    if (number >= 0) return this.#documents[number]! || this.#queries[number]!;
    // Any two words that stand side by side, also where they are no phrase.
    const blank = term.indexOf(' ');
    if (blank < 0) return 0;
    return this.#pairs.count(this.#terms.find(term.slice(0, blank)), this.#terms.find(term.slice(blank + 1)));
  }

  *values(): Generator<CatalogueValue> {
    const fields = this.arrays.about['fields'] as readonly string[];
    const [text, starts] = [this.arrays.words16('valueText'), this.arrays.words32('valueStarts')];
    const [fieldOf, counts] = [this.arrays.words16('valueFields'), this.arrays.words32('valueCounts')];
    for (let at = 0; at < counts.length; at += 1) {
      yield {
        text: unitsToText(text.subarray(starts[at], starts[at + 1])),
        field: fields[fieldOf[at]!]!,
        count: counts[at]!,
      };
    }
  }

  probes(): readonly string[] {
    return Array.from(this.arrays.words32('probeTerms'), (number) => this.#terms.at(number));
  }

  said(key: number): readonly string[] {
    return Array.from(this.#sounds.said(key), (number) => this.#terms.at(number));
  }

  follows(before: string | undefined, word: string): number {
    return this.#pairs.follows(before === undefined ? -1 : this.#terms.find(before), this.#terms.find(word));
  }
}

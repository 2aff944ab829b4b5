import { crc32 } from 'node:zlib';
import { packTexts } from '../../../text/packed-texts.ts';
import { ModelFile, type Section, writeModel } from '../model/model-file.ts';
import type { CatalogueValue, DictionaryOrigin } from './catalogue-dictionary.ts';
import { FORMAT, KIND } from './open-dictionary.ts';
import { soundSections } from './sound-table.ts';
import { termSections } from './term-table.ts';
import { pairSections } from './word-pairs.ts';

/** In how many documents and queries a term stands. */
export interface TermCounts {
  readonly documents: number;
  readonly queries: number;
}

/** What a dictionary is made of. Terms are written as `termKey` does. */
export interface DictionaryParts {
  readonly origin: DictionaryOrigin;
  readonly terms: ReadonlyMap<string, TermCounts>;
  /** How often a word follows another; pairs of which one is no term are left out. */
  readonly pairs: Iterable<readonly [before: string, word: string, count: number]>;
  /** Sequences of syllables that a Chinese term is said as, by {@link soundKey}. */
  readonly sounds: Iterable<readonly [key: number, term: string]>;
  readonly values: readonly CatalogueValue[];
  /** Words that text is cut into, with the natural logarithm of their probability. */
  readonly words: ReadonlyMap<string, number>;
  /** Terms to try analyzers with. */
  readonly probes: readonly string[];
  /** Further arrays, for whoever reads them by name; none unless given. */
  readonly sections?: Readonly<Record<string, Section>>;
}

/** A dictionary as one file, which `openDictionary` reads. */
export function writeDictionary(parts: DictionaryParts): Buffer {
  const sorted = [...parts.terms.keys()].sort();
  const numbers = new Map(sorted.map((term, number) => [term, number]));
  const counts = sorted.map((term) => parts.terms.get(term)!);
  const termWeights = Uint32Array.from(counts, ({ documents, queries }) => documents + queries);
  const fields = [...new Set(parts.values.map(({ field }) => field))].sort();
  const values = parts.values.toSorted((a, b) => compare(a.field, b.field) || compare(a.text, b.text));
  const words = [...parts.words].sort(([a], [b]) => compare(a, b));
  const sections = {
    ...termSections(sorted),
    termDocuments: Uint32Array.from(counts, ({ documents }) => documents),
    termQueries: Uint32Array.from(counts, ({ queries }) => queries),
    termWeights,
    ...pairSections(
      Array.from(parts.pairs).flatMap(([before, word, count]) => {
        const [left, right] = [numbers.get(before), numbers.get(word)];
        return left === undefined || right === undefined ? [] : [[left, right, count] as const];
      }),
      sorted.length,
    ),
    ...soundSections(
      Array.from(parts.sounds).flatMap(([key, term]) => {
        const number = numbers.get(term);
        return number === undefined ? [] : [[key, number] as const];
      }),
    ),
    ...packTexts(
      'value',
      values.map(({ text }) => text),
    ),
    valueFields: Uint16Array.from(values, ({ field }) => fields.indexOf(field)),
    valueCounts: Uint32Array.from(values, ({ count }) => count),
    ...packTexts(
      'word',
      words.map(([word]) => word),
    ),
    probeTerms: Uint32Array.from(parts.probes.flatMap((term) => numbers.get(term) ?? [])),
    wordWeights: Float32Array.from(words, ([, weight]) => weight),
    ...parts.sections,
  };
  const total = termWeights.reduce((sum, weight) => sum + weight, 0);
  const about = { kind: KIND, format: FORMAT, origin: parts.origin, fields, total };
  const { payload } = new ModelFile(writeModel(about, sections), KIND);
  return writeModel({ ...about, checksum: crc32(payload) }, sections);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

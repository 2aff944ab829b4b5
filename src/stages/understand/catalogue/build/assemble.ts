import type { Segmenter } from '../../../../domain/segmenter.ts';
import type { CatalogueValue, DictionaryOrigin } from '../catalogue-dictionary.ts';
import { termKey } from '../term-key.ts';
import type { DictionaryParts, TermCounts } from '../write-dictionary.ts';
import { type CatalogueCollector, SEPARATOR } from './collector.ts';
import { slipsIn } from './slips.ts';
import { soundsOf } from './sounds.ts';
import { isHan, phraseOf } from './tokens.ts';
import { catalogueValues } from './values.ts';
import { wordsToCut } from './words-to-cut.ts';

/** What is kept of each, the most frequent first; about 40 MB as a file. */
const MOST_WORDS = 300_000;
const MOST_PHRASES = 400_000;
const MOST_PAIRS = 1_500_000;
/** From here on what stands in one document alone is chance. */
const MANY_DOCUMENTS = 20_000;
/** A word that people type and no document holds must be typed so often. */
const LEAST_QUERIES = 3;
/** How much more often than by chance the words of a phrase stand together. */
const COHESION = 3;
const MOST_PROBES = 150;
const LONGEST_PROBE = 6;

export interface AssembleOptions {
  readonly segmenter: Segmenter;
  /** Natural logarithm of the probability that lets a word win over every way to cut it. */
  readonly weightOf: (word: string) => number;
  readonly origin: DictionaryOrigin;
}

/** Makes a dictionary of what was counted: what is chance or a slip is left out. */
export function assemble(collector: CatalogueCollector, options: AssembleOptions): DictionaryParts {
  const values = catalogueValues(collector);
  const least = collector.documents > MANY_DOCUMENTS ? 2 : 1;
  const words = wordsOf(collector, least);
  const pairs = mostFrequent(pairsOf(collector, least), MOST_PAIRS);
  const phrases = mostFrequent(phrasesOf(collector, pairs, least + 1), MOST_PHRASES);
  const terms = new Map([...mostFrequent(words, MOST_WORDS), ...phrases]);
  for (const { text, count } of values) addValue(terms, termKey(text), count);
  const toCut = wordsToCut({ values: values.map(textOf), words }, options);
  return {
    origin: options.origin,
    terms,
    pairs: Array.from(pairs, ([pair, counts]) => {
      const [before = '', word = ''] = pair.split(SEPARATOR);
      return [before, word, weight(counts)] as const;
    }),
    sounds: soundsOf(terms.keys()),
    values,
    words: toCut,
    probes: probesOf(words, toCut.keys()),
  };
}

function wordsOf(collector: CatalogueCollector, least: number): ReadonlyMap<string, TermCounts> {
  const all = joined(collector.inDocuments.words.counts, collector.inQueries.words.counts);
  const slips = slipsIn(all);
  return new Map(
    Array.from(all).filter(([word, { documents, queries }]) => {
      if (slips.has(word)) return false;
      return documents >= least || queries >= LEAST_QUERIES;
    }),
  );
}

function pairsOf(
  { inDocuments, inQueries }: CatalogueCollector,
  least: number,
): ReadonlyMap<string, TermCounts> {
  const all = joined(inDocuments.pairs.counts, inQueries.pairs.counts);
  return new Map(
    Array.from(all).filter(([, { documents, queries }]) => documents >= least || queries >= LEAST_QUERIES),
  );
}

/** Pairs whose words belong together, and longer phrases that several documents or queries hold. */
function phrasesOf(
  { inDocuments, inQueries, documents, queries }: CatalogueCollector,
  pairs: ReadonlyMap<string, TermCounts>,
  least: number,
): ReadonlyMap<string, TermCounts> {
  const total = documents + queries;
  const frequency = (word: string): number => inDocuments.words.of(word) + inQueries.words.of(word);
  const found = new Map<string, TermCounts>();
  for (const [pair, counts] of pairs) {
    const words = pair.split(SEPARATOR);
    const phrase = weight(counts) < least ? undefined : phraseOf(words);
    const byChance = words.reduce((product, word) => product * frequency(word), 1) / total;
    if (phrase !== undefined && weight(counts) >= COHESION * byChance) found.set(phrase, counts);
  }
  for (const [phrase, counts] of joined(inDocuments.phrases.counts, inQueries.phrases.counts)) {
    if (weight(counts) >= least) found.set(phrase, counts);
  }
  return found;
}

/** The most frequent Chinese words, and words that only this catalogue has. */
function probesOf(words: ReadonlyMap<string, TermCounts>, own: Iterable<string>): readonly string[] {
  const chinese = Array.from(words).filter(
    ([word]) => word.length > 1 && word.length <= LONGEST_PROBE && isHan(word),
  );
  const usual = mostFrequent(new Map(chinese), MOST_PROBES).keys();
  return [...new Set([...usual, ...Array.from(own).slice(0, MOST_PROBES)])];
}

function addValue(terms: Map<string, TermCounts>, term: string, count: number): void {
  const { documents = 0, queries = 0 } = terms.get(term) ?? {};
  terms.set(term, { documents: Math.max(documents, count), queries });
}

function joined(
  inDocuments: ReadonlyMap<string, number>,
  inQueries: ReadonlyMap<string, number>,
): ReadonlyMap<string, TermCounts> {
  const all = new Map<string, TermCounts>();
  for (const [text, documents] of inDocuments)
    all.set(text, { documents, queries: inQueries.get(text) ?? 0 });
  for (const [text, queries] of inQueries) if (!all.has(text)) all.set(text, { documents: 0, queries });
  return all;
}

function mostFrequent(
  counted: ReadonlyMap<string, TermCounts>,
  most: number,
): ReadonlyMap<string, TermCounts> {
  if (counted.size <= most) return counted;
  return new Map(
    Array.from(counted)
      .sort((a, b) => weight(b[1]) - weight(a[1]))
      .slice(0, most),
  );
}

function weight({ documents, queries }: TermCounts): number {
  return documents + queries;
}

function textOf({ text }: CatalogueValue): string {
  return termKey(text);
}

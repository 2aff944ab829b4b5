import type { Segmenter } from '../../../../domain/segmenter.ts';
import { termKey } from '../term-key.ts';
import { Tally } from './tally.ts';
import { phraseOf, wordRuns } from './tokens.ts';

/** What is kept at a time, which bounds memory: about 600 MB at the very most, a tenth of that for 200,000 products. */
const MOST_WORDS = 1_000_000;
const MOST_PAIRS = 1_500_000;
const MOST_PHRASES = 1_000_000;
const MOST_VALUES = 500_000;
/** Phrases of so many words, besides pairs. */
const PHRASE_WORDS = [3, 4];
const LONGEST_WORD = 40;
const LONGEST_VALUE = 60;
/** Whole queries, and titles of documents. */
const MOST_WHOLE = 300_000;
const LONGEST_WHOLE = 100;
/** Between the parts of a key: stands in no word. */
export const SEPARATOR = '\u0000';
/** Between the steps of a category. */
const STEPS = /\s*[>»›|]\s*|\s+\/\s+/;

/** How many documents, or queries, hold each. */
export interface Counts {
  readonly words: Tally;
  /** Two words that follow one another, parted by {@link SEPARATOR}. */
  readonly pairs: Tally;
  /** Three or four words as one phrase. */
  readonly phrases: Tally;
}

/** What was counted so far, as plain values. */
export interface CollectorState {
  readonly documents: number;
  readonly queries: number;
  readonly tallies: readonly ReadonlyMap<string, number>[];
}

/** A value of a field, as a document writes it. */
export type FieldValue = readonly [field: string, text: string];

/** Counts the words, phrases and values of documents and queries, in bounded memory. */
export class CatalogueCollector {
  readonly inDocuments: Counts;
  readonly inQueries: Counts;
  /** Field and value, parted by {@link SEPARATOR}. */
  readonly values: Tally;
  /** Documents that have some value in a field, by field. */
  readonly fields: Tally;
  /** Queries as they are looked up, by {@link termKey}. */
  readonly wholeQueries: Tally;
  /** Titles as they are written. */
  readonly titles: Tally;
  #documents: number;
  #queries: number;
  readonly #segmenter: Segmenter;

  /** @param state of an earlier collector, which this one goes on from */
  constructor(segmenter: Segmenter, state?: CollectorState) {
    const kept = (at: number, most: number): Tally => new Tally(most, state?.tallies[at]);
    this.inDocuments = {
      words: kept(0, MOST_WORDS),
      pairs: kept(1, MOST_PAIRS),
      phrases: kept(2, MOST_PHRASES),
    };
    this.inQueries = {
      words: kept(3, MOST_WORDS),
      pairs: kept(4, MOST_PAIRS),
      phrases: kept(5, MOST_PHRASES),
    };
    this.values = kept(6, MOST_VALUES);
    this.fields = kept(7, MOST_VALUES);
    this.wholeQueries = kept(8, MOST_WHOLE);
    this.titles = kept(9, MOST_WHOLE);
    this.#documents = state?.documents ?? 0;
    this.#queries = state?.queries ?? 0;
    this.#segmenter = segmenter;
  }

  get documents(): number {
    return this.#documents;
  }

  get queries(): number {
    return this.#queries;
  }

  /** One document: its texts, and the values of its fields of names, whose words count as well. */
  document(texts: readonly string[], values: readonly FieldValue[], titles: readonly string[] = []): void {
    this.#documents += 1;
    this.#count([...texts, ...values.map(([, text]) => text)], this.inDocuments, 1);
    for (const field of new Set(values.map(([name]) => name))) this.fields.add(field);
    for (const key of new Set(values.flatMap(([field, text]) => valueKeys(field, text))))
      this.values.add(key);
    for (const title of new Set(titles.map((text) => text.trim()))) addWhole(this.titles, title);
  }

  /** One query, and how often it was asked. */
  query(text: string, times = 1): void {
    this.#queries += times;
    addWhole(this.wholeQueries, termKey(text), times);
    this.#count([text], this.inQueries, times);
  }

  get state(): CollectorState {
    const tallies = [this.inDocuments, this.inQueries].flatMap(({ words, pairs, phrases }) => [
      words,
      pairs,
      phrases,
    ]);
    return {
      documents: this.#documents,
      queries: this.#queries,
      tallies: [...tallies, this.values, this.fields, this.wholeQueries, this.titles].map(
        ({ counts }) => counts,
      ),
    };
  }

  /** What stands twice in one document counts once. */
  #count(texts: readonly string[], counts: Counts, times: number): void {
    const [words, pairs, phrases] = [new Set<string>(), new Set<string>(), new Set<string>()];
    for (const run of texts.flatMap((text) => wordRuns(text, this.#segmenter))) {
      run.forEach((word, at) => {
        if (word.length > LONGEST_WORD) return;
        words.add(word);
        if (at + 1 < run.length) pairs.add(`${word}${SEPARATOR}${run[at + 1]!}`);
        for (const length of PHRASE_WORDS) {
          const phrase = at + length <= run.length ? phraseOf(run.slice(at, at + length)) : undefined;
          if (phrase !== undefined) phrases.add(phrase);
        }
      });
    }
    for (const word of words) counts.words.add(word, times);
    for (const pair of pairs) counts.pairs.add(pair, times);
    for (const phrase of phrases) counts.phrases.add(phrase, times);
  }
}

function addWhole(tally: Tally, text: string, times = 1): void {
  if (text !== '' && text.length <= LONGEST_WHOLE) tally.add(text, times);
}

/** A value as it stands, and of a way through categories each step. */
function valueKeys(field: string, text: string): readonly string[] {
  const whole = text.trim();
  const steps = whole.split(STEPS).filter((step) => step !== '');
  return [...new Set([whole, ...steps])]
    .filter((value) => value !== '' && value.length <= LONGEST_VALUE)
    .map((value) => `${field}${SEPARATOR}${value}`);
}

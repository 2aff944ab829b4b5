import type { CatalogueVocabulary } from '../correct/correction.ts';

/** A value of a field that holds names: a brand, a category, a colour. */
export interface CatalogueValue {
  /** As most documents write it. */
  readonly text: string;
  /** Full path of the field, without the name of a multi-field: `brand`, `attributes.color`. */
  readonly field: string;
  /** Documents that have it. */
  readonly count: number;
}

/** Where a dictionary comes from. */
export interface DictionaryOrigin {
  /** Index or alias that was read; null where only a query log was. */
  readonly index: string | null;
  /** ISO 8601. */
  readonly builtAt: string;
  /** How many documents and queries were read. */
  readonly documents: number;
  readonly queries: number;
}

/**
 * What a catalogue says, and what people ask it for. Terms are words, or phrases whose words are parted by one blank
 * (Chinese ones by none); they are given as {@link termKey} writes them.
 */
export interface CatalogueDictionary extends CatalogueVocabulary {
  readonly origin: DictionaryOrigin;
  /** Changes with the content. */
  readonly version: string;
  /** How many terms there are. */
  readonly size: number;
  /** Whether a word, phrase or value is known. */
  has(term: string): boolean;
  /** How many documents or, of a term that only people use, queries hold it; 0 where none does. */
  frequency(term: string): number;
  /** Values of brand, category and attribute fields, by field, then by text. */
  values(): Iterable<CatalogueValue>;
  /** Chinese terms that are said like this, or nearly so: the key of a sequence of pinyin syllables. */
  said(key: number): readonly string[];
  /** log10 of the probability that a word follows another, -9..0; of the word alone where nothing stands before it. */
  follows(before: string | undefined, word: string): number;
}

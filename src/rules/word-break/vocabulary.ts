import { TextIndex, type TextIndexArrays } from '../../text/text-index.ts';

/** Words that documents use: a dictionary file's, or an index's. */
export interface Vocabulary {
  /** How many documents hold the word; 0 where it is not known. */
  frequency(word: string): number;
  /** How many documents there are, > 0. */
  readonly documents: number;
  /** Whether some document holds both; undefined where that is not known at all. */
  readonly together?: (a: string, b: string) => boolean;
}

/** What a dictionary says that has no number of documents: so many for each of its words. */
const DOCUMENTS_A_WORD = 100;

/** A vocabulary as arrays. */
export interface PackedVocabulary {
  readonly words: TextIndexArrays;
  /** By number of the word. */
  readonly frequencies: Float64Array<ArrayBuffer>;
  readonly documents: number;
}

/** A vocabulary of these words. @param documents undefined where not known */
export function packedVocabulary(
  words: ReadonlyMap<string, number>,
  documents: number | undefined,
): PackedVocabulary {
  let most = 1;
  for (const frequency of words.values()) most = Math.max(most, frequency);
  return {
    words: TextIndex.arraysOf([...words.keys()]),
    frequencies: Float64Array.from(words.values()),
    documents: Math.max(documents ?? words.size * DOCUMENTS_A_WORD, most),
  };
}

export function vocabularyOver({ words, frequencies, documents }: PackedVocabulary): Vocabulary {
  const index = TextIndex.over(words);
  return { frequency: (word) => frequencies[index.numberOf(word)] ?? 0, documents };
}

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

/** A vocabulary of these words. @param documents undefined where not known */
export function vocabularyOf(words: ReadonlyMap<string, number>, documents: number | undefined): Vocabulary {
  let most = 1;
  for (const frequency of words.values()) most = Math.max(most, frequency);
  return {
    frequency: (word) => words.get(word) ?? 0,
    documents: Math.max(documents ?? words.size * DOCUMENTS_A_WORD, most),
  };
}

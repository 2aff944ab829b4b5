import type { Query } from '../../../domain/query.ts';
import { gramsOf, lettersOf } from './grams.ts';
import { wordsOf } from './words.ts';

/** Longer queries are compared by their beginning, where every character is compared with every one of a text. */
const LONGEST = 100;

/** What is looked for in a text. */
export class Asked {
  /** Case-folded. */
  readonly key: string;
  readonly words: readonly string[];
  /** Characters without blanks. */
  readonly letters: readonly string[];
  /** Different characters, neighbouring ones, and three in a row. */
  readonly characters: readonly string[];
  readonly pieces: readonly string[];
  readonly triples: readonly string[];

  constructor(query: Query) {
    this.key = query.key.trim();
    this.words = wordsOf(query);
    const letters = lettersOf(this.key);
    this.letters = letters.slice(0, LONGEST);
    this.characters = gramsOf(letters, 1);
    this.pieces = gramsOf(letters, 2);
    this.triples = gramsOf(letters, 3);
  }
}

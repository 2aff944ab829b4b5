import type { Query } from '../../../domain/query.ts';
import { gramsOf, lettersOf } from './grams.ts';

const HAN = /\p{Script=Han}/u;
const WORD = /[\p{L}\p{N}]+/gu;
/** A plural this short is seldom one. */
const SHORTEST_PLURAL = 4;
/** Characters, as many as a title's beginning has, and as many as are compared one by one. */
const [BEGINNING, LONGEST] = [20, 200];

/** The words of a query, as stages cut them, each once; case-folded, without an English plural's s. */
export function wordsOf({ key, slots }: Query): readonly string[] {
  const cut = slots.length > 0 ? slots.map((slot) => slot.key) : key.split(/\s+/);
  return [...new Set(cut.map(stem))].filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** A text in which words of a query are looked for. */
export class Words {
  readonly #text: string;
  readonly #stems: ReadonlySet<string>;
  #letters: readonly string[] | undefined;
  #pieces: readonly string[] | undefined;

  constructor(text: string) {
    this.#text = text.toLowerCase();
    this.#stems = new Set(Array.from(this.#text.matchAll(WORD), ([word]) => stem(word)));
  }

  get length(): number {
    return this.#text.length;
  }

  /** Whether a word of the query stands there: whole, or anywhere where words have no blanks between them. */
  has(word: string): boolean {
    return HAN.test(word) || /[^\p{L}\p{N}]/u.test(word) ? this.#text.includes(word) : this.#stems.has(word);
  }

  /** Of the beginning, characters without blanks. */
  get letters(): readonly string[] {
    this.#letters ??= lettersOf(this.#text.slice(0, LONGEST));
    return this.#letters;
  }

  get start(): string {
    return this.#text.slice(0, BEGINNING);
  }

  /** Neighbouring characters of the beginning, each pair once. */
  get pieces(): readonly string[] {
    this.#pieces ??= gramsOf(this.letters, 2);
    return this.#pieces;
  }

  count(text: string): number {
    return text === '' ? 0 : this.#text.split(text).length - 1;
  }

  includes(text: string): boolean {
    return this.#text.includes(text);
  }

  equals(text: string): boolean {
    return this.#text.trim() === text.trim();
  }
}

function stem(word: string): string {
  const isPlural = word.length >= SHORTEST_PLURAL && /^[a-z]+[^s]s$/.test(word);
  return isPlural ? word.slice(0, -1) : word;
}

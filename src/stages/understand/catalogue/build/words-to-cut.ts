import type { Segmenter } from '../../../../domain/segmenter.ts';
import type { TermCounts } from '../write-dictionary.ts';
import { isHan } from './tokens.ts';

const SHORTEST = 2;
/** A longer value is a phrase (儿童手表), unless cutting it leaves what is no word: single characters, guesses. */
const LONGEST_WORD = 3;
const LONGEST = 8;
/** A word that was guessed must have been guessed so often. */
const LEAST_GUESSED = 5;

export interface WordSources {
  /** Values of the catalogue's fields, as terms. */
  readonly values: readonly string[];
  readonly words: ReadonlyMap<string, TermCounts>;
}

/**
 * Chinese words that the segmenter's own dictionary does not have: names of brands, categories and properties, and what
 * it guessed to be words again and again. With the weight that lets each be cut out whole.
 */
export function wordsToCut(
  { values, words }: WordSources,
  { segmenter, weightOf }: { readonly segmenter: Segmenter; readonly weightOf: (word: string) => number },
): ReadonlyMap<string, number> {
  const isKnown = (word: string): boolean =>
    segmenter.words(word).some(({ start, end }) => start === 0 && end === word.length);
  const isBroken = (word: string): boolean =>
    segmenter.segment(word).some(({ text }) => text.length === 1 || !isKnown(text));
  const guessed = Array.from(words)
    .filter(([, { documents, queries }]) => documents + queries >= LEAST_GUESSED)
    .map(([word]) => word);
  const found = new Map<string, number>();
  for (const word of [...values, ...guessed]) {
    if (word.length < SHORTEST || word.length > LONGEST || !isHan(word) || isKnown(word)) continue;
    if (word.length > LONGEST_WORD && !isBroken(word)) continue;
    found.set(word, weightOf(word));
  }
  return found;
}

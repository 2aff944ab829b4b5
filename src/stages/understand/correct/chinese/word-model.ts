import type { ModelFile } from '../english/model-file.ts';
import { lowerBound } from '../../../../text/lower-bound.ts';
import { startsOf } from './sections.ts';

/** log10 probability of a word that no list has. */
const UNKNOWN = -8.5;

/** How likely words follow one another: an n-gram model, order 3, with back-off; views of a file's bytes. */
export class WordModel {
  readonly #step: number;
  readonly #backoffStep: number;
  readonly #unigrams: Uint8Array;
  readonly #backoffs: Uint8Array;
  readonly #bigramStarts: Uint32Array;
  /** 19 bits of the second word, 8 of the probability, one that is set where the pair is a context. */
  readonly #bigrams: Uint32Array;
  readonly #contextPairs: Uint32Array;
  readonly #contextBackoffs: Uint8Array;
  readonly #trigramStarts: Uint32Array;
  /** 24 bits of the third word, 8 of the probability. */
  readonly #trigrams: Uint32Array;

  constructor(
    file: ModelFile,
    { step, backoffStep }: { readonly step: number; readonly backoffStep: number },
  ) {
    this.#step = step;
    this.#backoffStep = backoffStep;
    this.#unigrams = file.bytes('unigrams');
    this.#backoffs = file.bytes('backoffs');
    this.#bigramStarts = startsOf(file.words16('bigramCounts'));
    this.#bigrams = file.words32('bigrams');
    this.#contextPairs = file.words32('contextPairs');
    this.#contextBackoffs = file.bytes('contextBackoffs');
    this.#trigramStarts = startsOf(file.words16('contextCounts'));
    this.#trigrams = file.words32('trigrams');
  }

  get size(): number {
    return this.#unigrams.length;
  }

  /** log10 of a word's share; `number` -1 is an unknown word. */
  unigram(number: number): number {
    return number < 0 ? UNKNOWN : -this.#unigrams[number]! * this.#step;
  }

  /** Place of a pair of words, -1 where the model does not have it. */
  pair(left: number, right: number): number {
    if (left < 0 || right < 0) return -1;
    let low = this.#bigramStarts[left]!;
    let high = this.#bigramStarts[left + 1]! - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const word = this.#bigrams[middle]! >>> 9;
      if (word === right) return middle;
      if (word < right) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Number of the context that a pair is for the words behind it, -1 where it tells nothing of them. */
  context(pair: number): number {
    if (pair < 0 || (this.#bigrams[pair]! & 1) === 0) return -1;
    return lowerBound(this.#contextPairs, pair);
  }

  /** log10 P(word | left), given the place of the pair. */
  bigram(left: number, word: number, pair: number): number {
    if (pair >= 0) return -((this.#bigrams[pair]! >>> 1) & 0xff) * this.#step;
    const backoff = left < 0 ? 0 : -this.#backoffs[left]! * this.#backoffStep;
    return backoff + this.unigram(word);
  }

  /** log10 P(word | context, left), given the place of the pair (left, word). */
  trigram(context: number, left: number, word: number, pair: number): number {
    if (context < 0) return this.bigram(left, word, pair);
    const end = this.#trigramStarts[context + 1]!;
    for (let at = this.#trigramStarts[context]!; at < end; at += 1) {
      const entry = this.#trigrams[at]!;
      if (entry >>> 8 === word) return -(entry & 0xff) * this.#step;
    }
    return this.bigram(left, word, pair) - this.#contextBackoffs[context]! * this.#backoffStep;
  }
}

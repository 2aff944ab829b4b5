import type { ModelFile } from '../english/model-file.ts';
import { startsOf } from './sections.ts';

/** log10 probability of a word that no list has. */
const UNKNOWN = -8.5;
/** Pairs of a block: of each it is kept what stands first and how many contexts stand before it. */
const BLOCK = 32;
/** Pairs that were looked up last are remembered, one for each of these places. */
const REMEMBERED_BITS = 11;

/** How likely words follow one another: an n-gram model, order 3, with back-off; views of a file's bytes. */
export class WordModel {
  readonly #step: number;
  readonly #backoffStep: number;
  readonly #unigrams: Uint8Array;
  readonly #backoffs: Uint8Array;
  readonly #bigramStarts: Uint32Array;
  /** 19 bits of the second word, 8 of the probability, one that is set where the pair is a context. */
  readonly #bigrams: Uint32Array;
  /** Second word of the first pair of each block. */
  readonly #firstWords: Uint32Array;
  /** How many contexts stand before each block of pairs. */
  readonly #contextsBefore: Uint32Array;
  readonly #contextBackoffs: Uint8Array;
  readonly #trigramStarts: Uint32Array;
  /** 24 bits of the third word, 8 of the probability. */
  readonly #trigrams: Uint32Array;
  /** Left and right word and place of a pair: readings of a text ask for the same ones again and again. */
  readonly #remembered = new Int32Array(3 << REMEMBERED_BITS).fill(-1);

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
    this.#firstWords = Uint32Array.from(
      { length: Math.ceil(this.#bigrams.length / BLOCK) },
      (_, block) => this.#bigrams[block * BLOCK]! >>> 9,
    );
    this.#contextsBefore = contextsBefore(this.#bigrams);
    this.#contextBackoffs = file.bytes('contextBackoffs');
    this.#trigramStarts = startsOf(file.words16('contextCounts'));
    this.#trigrams = file.words32('trigrams');
  }

  get size(): number {
    return this.#unigrams.length;
  }

  /** log10 of a word's share; `number` -1 is an unknown word. */
  unigram(number: number): number {
    return number < 0 ? UNKNOWN : this.#unigrams[number]! * -this.#step;
  }

  /** Place of a pair of words, -1 where the model does not have it. */
  pair(left: number, right: number): number {
    if (left < 0 || right < 0) return -1;
    const slot =
      3 * ((Math.imul(left, 0x9e3779b1) + Math.imul(right, 0x85ebca6b)) >>> (32 - REMEMBERED_BITS));
    const remembered = this.#remembered;
    if (remembered[slot] !== left || remembered[slot + 1] !== right) {
      remembered[slot] = left;
      remembered[slot + 1] = right;
      remembered[slot + 2] = this.#find(left, right);
    }
    return remembered[slot + 2]!;
  }

  /** Looks among the first pairs of blocks, which are side by side, before it looks into one. */
  #find(left: number, right: number): number {
    let from = this.#bigramStarts[left]!;
    let to = this.#bigramStarts[left + 1]!;
    let low = Math.ceil(from / BLOCK);
    let high = Math.ceil(to / BLOCK);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#firstWords[middle]! <= right) low = middle + 1;
      else high = middle;
    }
    // The block before the first one that begins behind the pair.
    from = Math.max(from, (low - 1) * BLOCK);
    to = Math.min(to, low * BLOCK);
    while (from < to) {
      const middle = (from + to) >>> 1;
      const word = this.#bigrams[middle]! >>> 9;
      if (word === right) return middle;
      if (word < right) from = middle + 1;
      else to = middle;
    }
    return -1;
  }

  /** Number of the context that a pair is for the words behind it, -1 where it tells nothing of them. */
  context(pair: number): number {
    if (pair < 0 || (this.#bigrams[pair]! & 1) === 0) return -1;
    let context = this.#contextsBefore[Math.floor(pair / BLOCK)]!;
    for (let at = pair - (pair % BLOCK); at < pair; at += 1) context += this.#bigrams[at]! & 1;
    return context;
  }

  /** log10 P(word | left), given the place of the pair. */
  bigram(left: number, word: number, pair: number): number {
    if (pair >= 0) return ((this.#bigrams[pair]! >>> 1) & 0xff) * -this.#step;
    const backoff = left < 0 ? 0 : this.#backoffs[left]! * -this.#backoffStep;
    return backoff + this.unigram(word);
  }

  /** log10 P(word | context, left), given the place of the pair (left, word). */
  trigram(context: number, left: number, word: number, pair: number): number {
    if (context < 0) return this.bigram(left, word, pair);
    let low = this.#trigramStarts[context]!;
    let high = this.#trigramStarts[context + 1]! - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const entry = this.#trigrams[middle]!;
      const third = entry >>> 8;
      if (third === word) return (entry & 0xff) * -this.#step;
      if (third < word) low = middle + 1;
      else high = middle - 1;
    }
    return this.bigram(left, word, pair) - this.#contextBackoffs[context]! * this.#backoffStep;
  }
}

function contextsBefore(bigrams: Uint32Array): Uint32Array {
  const before = new Uint32Array(Math.ceil(bigrams.length / BLOCK));
  let contexts = 0;
  for (let pair = 0; pair < bigrams.length; pair += 1) {
    if (pair % BLOCK === 0) before[pair / BLOCK] = contexts;
    contexts += bigrams[pair]! & 1;
  }
  return before;
}

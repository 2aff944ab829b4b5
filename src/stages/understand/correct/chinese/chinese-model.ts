import { ModelFile } from '../english/model-file.ts';
import { CharacterModel } from './character-model.ts';
import { NeighbourModel } from './neighbour-model.ts';
import type { RankerWeights } from './ranker.ts';

/** log10 probability of a word that no list has. */
const UNKNOWN = -8.5;

interface ChineseHeader {
  readonly step: number;
  readonly backoffStep: number;
  readonly ranker: RankerWeights;
  readonly tableStep: number;
  readonly outStep: number;
  readonly syllables: readonly string[];
  /** Number of the class of each syllable: those that speakers mix up share one. */
  readonly classes: readonly number[];
}

/** How one character may be mistaken for another; several may hold. */
export const SAME_SOUND = 1;
export const NEAR_SOUND = 2;
export const SAME_SHAPE = 4;

/** Words of Chinese, how they are said and written, and a trigram model of them; views of a file's bytes. */
export class ChineseModel {
  readonly syllables: readonly string[];
  readonly classes: readonly number[];
  /** Not there before training. */
  readonly ranker: RankerWeights;
  readonly characters: CharacterModel;
  readonly neighbours: NeighbourModel;
  /** Characters that others may be mistaken for, side by side: {@link alikeOf}. */
  readonly alike: Uint16Array;
  /** How, for each of {@link alike}. */
  readonly alikeKinds: Uint8Array;
  readonly #step: number;
  readonly #backoffStep: number;
  readonly #characters: ReadonlyMap<string, number>;
  readonly #said: ReadonlyMap<string, readonly number[]>;
  readonly #alikeStarts: Uint32Array;
  /** Number of a character by its code, one more than that; 0 for one that no list has. */
  readonly #numbers = new Uint16Array(0x10000);
  /** The first word that begins with a code or a later one. */
  readonly #firstWords: Uint32Array;
  readonly #wordStarts: Uint32Array;
  readonly #wordText: Uint16Array;
  readonly #unigrams: Uint8Array;
  readonly #backoffs: Uint8Array;
  readonly #readingKeys: Uint32Array;
  readonly #readingWords: Uint32Array;
  readonly #bigramStarts: Uint32Array;
  readonly #bigrams: Uint32Array;
  readonly #trigramPairs: Uint32Array;
  readonly #trigrams: Uint32Array;

  /** @throws GatewayError `config_invalid` for bytes that are no such model */
  constructor(bytes: Uint8Array) {
    const file = new ModelFile(bytes);
    const header = file.header as unknown as ChineseHeader;
    this.syllables = header.syllables;
    this.classes = header.classes;
    this.ranker = header.ranker;
    this.characters = new CharacterModel(file, header.step);
    this.neighbours = new NeighbourModel(file, header);
    this.#step = header.step;
    this.#backoffStep = header.backoffStep;
    this.#characters = new Map(
      Array.from(file.words16('characters'), (code, at) => [String.fromCharCode(code), at]),
    );
    const [starts, said] = [file.words32('syllableStarts'), file.words16('syllables')];
    this.#said = new Map(
      Array.from(this.#characters, ([character, at]) => [
        character,
        Array.from(said.subarray(starts[at], starts[at + 1])),
      ]),
    );
    file.words16('characters').forEach((code, at) => (this.#numbers[code] = at + 1));
    this.#alikeStarts = file.words32('alikeStarts');
    this.alike = file.words16('alike');
    this.alikeKinds = file.bytes('alikeKinds');
    this.#wordStarts = file.words32('wordStarts');
    this.#wordText = file.words16('wordText');
    this.#unigrams = file.bytes('unigrams');
    this.#backoffs = file.bytes('backoffs');
    this.#readingKeys = file.words32('readingKeys');
    this.#readingWords = file.words32('readingWords');
    this.#bigramStarts = file.words32('bigramStarts');
    this.#bigrams = file.words32('bigrams');
    this.#trigramPairs = file.words32('trigramPairs');
    this.#trigrams = file.words32('trigrams');
    this.#firstWords = firstWords(this.#wordStarts, this.#wordText);
  }

  get size(): number {
    return this.#unigrams.length;
  }

  /** Numbers of the syllables of a character; none for one that no list has. */
  syllablesOf(character: string): readonly number[] {
    return this.#said.get(character) ?? [];
  }

  /** Where in {@link alike} the characters begin and end that one may be mistaken for. */
  alikeOf(code: number): readonly [start: number, end: number] {
    const number = this.#numbers[code]!;
    return number === 0 ? [0, 0] : [this.#alikeStarts[number - 1]!, this.#alikeStarts[number]!];
  }

  /** The first of those. */
  alikeStart(code: number): number {
    return this.alikeOf(code)[0];
  }

  /** Where in {@link alike} the other stands, -1 where the one is not mistaken for it. */
  alikePlace(code: number, other: number): number {
    const [start, end] = this.alikeOf(code);
    for (let at = start; at < end; at += 1) if (this.alike[at] === other) return at;
    return -1;
  }

  /** How one character may be mistaken for the other, 0 where it is not. */
  alikeKind(code: number, other: number): number {
    const place = this.alikePlace(code, other);
    return place < 0 ? 0 : this.alikeKinds[place]!;
  }

  word(number: number): string {
    return String.fromCharCode(
      ...this.#wordText.subarray(this.#wordStarts[number], this.#wordStarts[number + 1]),
    );
  }

  length(number: number): number {
    return this.#wordStarts[number + 1]! - this.#wordStarts[number]!;
  }

  /** Number of a word, -1 for one that the model does not have. */
  find(word: string): number {
    const codes = Uint16Array.from({ length: word.length }, (_, at) => word.charCodeAt(at));
    return this.findCodes(codes, 0, codes.length);
  }

  /** The same for a range of codes. */
  findCodes(codes: Uint16Array, start: number, end: number): number {
    if (start === end) return -1;
    let low = this.#firstWords[codes[start]!]!;
    let high = this.#firstWords[codes[start]! + 1]! - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.#compare(middle, codes, start, end);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The first characters are known to be the same. */
  #compare(number: number, codes: Uint16Array, start: number, end: number): number {
    const first = this.#wordStarts[number]!;
    const length = this.#wordStarts[number + 1]! - first;
    const shared = Math.min(length, end - start);
    for (let at = 1; at < shared; at += 1) {
      const difference = this.#wordText[first + at]! - codes[start + at]!;
      if (difference !== 0) return difference;
    }
    return length - (end - start);
  }

  /** Numbers of the words that may be said like this, or nearly so. */
  said(key: number): Uint32Array {
    const first = lowerBound(this.#readingKeys, key);
    let end = first;
    while (this.#readingKeys[end] === key) end += 1;
    return this.#readingWords.subarray(first, end);
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
      const word = this.#bigrams[middle]! >>> 14;
      if (word === right) return middle;
      if (word < right) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** log10 P(word | left), given the place of the pair. */
  bigram(left: number, word: number, pair: number): number {
    if (pair >= 0) return -((this.#bigrams[pair]! >>> 6) & 0xff) * this.#step;
    const backoff = left < 0 ? 0 : -this.#backoffs[left]! * this.#backoffStep;
    return backoff + this.unigram(word);
  }

  /** log10 P(word | before, left), given the places of the pairs (before, left) and (left, word). */
  trigram(before: number, left: number, word: number, pair: number): number {
    if (before < 0) return this.bigram(left, word, pair);
    let low = lowerBound(this.#trigramPairs, before);
    for (; this.#trigramPairs[low] === before; low += 1) {
      const entry = this.#trigrams[low]!;
      if (entry >>> 8 === word) return -(entry & 0xff) * this.#step;
    }
    const backoff = -(this.#bigrams[before]! & 0x3f) * this.#backoffStep;
    return backoff + this.bigram(left, word, pair);
  }
}

function firstWords(starts: Uint32Array, text: Uint16Array): Uint32Array {
  const first = new Uint32Array(0x10001);
  let code = 0;
  for (let word = 0; word + 1 < starts.length; word += 1) {
    for (const own = text[starts[word]!]!; code <= own; code += 1) first[code] = word;
  }
  return first.fill(starts.length - 1, code);
}

/** Place of the first value that is not less. */
function lowerBound(values: Uint32Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The key of a sequence of syllable classes, as training/spelling/chinese/build.py writes it. */
export function readingKey(classes: readonly number[]): number {
  let value = 0x811c9dc5;
  for (const one of classes) value = Math.imul(value ^ (one + 1), 0x01000193);
  return value >>> 0;
}

import { ModelFile } from '../english/model-file.ts';
import { CharacterModel } from './character-model.ts';
import { NeighbourModel } from './neighbour-model.ts';
import type { RankerWeights } from './ranker.ts';
import { lowerBound } from '../../../../text/lower-bound.ts';
import { startsOf } from './sections.ts';
import { WordModel } from './word-model.ts';

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

/** Words of Chinese, how they are said and written, and models of what stands beside what; views of a file's bytes. */
export class ChineseModel {
  readonly syllables: readonly string[];
  readonly classes: readonly number[];
  /** Not there before training. */
  readonly ranker: RankerWeights;
  readonly characters: CharacterModel;
  readonly neighbours: NeighbourModel;
  readonly words: WordModel;
  /** Characters that others may be mistaken for, side by side: {@link alikeOf}. */
  readonly alike: Uint16Array;
  /** How, for each of {@link alike}. */
  readonly alikeKinds: Uint8Array;
  readonly #characters: ReadonlyMap<string, number>;
  readonly #said: ReadonlyMap<string, readonly number[]>;
  readonly #alikeStarts: Uint32Array;
  /** Number of a character by its code, one more than that; 0 for one that no list has. */
  readonly #numbers = new Uint16Array(0x10000);
  /** The first word that begins with a code or a later one. */
  readonly #firstWords: Uint32Array;
  readonly #wordStarts: Uint32Array;
  readonly #wordText: Uint16Array;
  readonly #readingKeys: Uint32Array;
  readonly #readingWords: Uint32Array;

  /** @throws GatewayError `config_invalid` for bytes that are no such model */
  constructor(bytes: Uint8Array) {
    const file = new ModelFile(bytes);
    const header = file.header as unknown as ChineseHeader;
    this.syllables = header.syllables;
    this.classes = header.classes;
    this.ranker = header.ranker;
    this.characters = new CharacterModel(file, header.step);
    this.neighbours = new NeighbourModel(file, header);
    this.words = new WordModel(file, header);
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
    this.#wordStarts = startsOf(file.bytes('wordLengths'));
    this.#wordText = file.words16('wordText');
    this.#readingKeys = file.words32('readingKeys');
    this.#readingWords = file.words32('readingWords');
    this.#firstWords = firstWords(this.#wordStarts, this.#wordText);
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

  /** Code of a character of a word. */
  codeOf(number: number, at: number): number {
    return this.#wordText[this.#wordStarts[number]! + at]!;
  }

  length(number: number): number {
    return this.#wordStarts[number + 1]! - this.#wordStarts[number]!;
  }

  /** Number of a word, -1 for one that the model does not have. */
  find(word: string): number {
    let low = 0;
    let high = this.size;
    for (let length = 0; length < word.length && low < high; length += 1) {
      const code = word.charCodeAt(length);
      low = this.firstWord(low, high, length, code);
      high = this.firstWord(low, high, length, code + 1);
    }
    return low < high && this.length(low) === word.length ? low : -1;
  }

  /** The same for a single character. */
  single(code: number): number {
    const word = this.#firstWords[code]!;
    return word < this.#firstWords[code + 1]! && this.length(word) === 1 ? word : -1;
  }

  get size(): number {
    return this.#wordStarts.length - 1;
  }

  /**
   * Of a range of words that have a beginning of a length in common, the first whose next character has a code or a
   * greater one.
   */
  firstWord(low: number, high: number, length: number, code: number): number {
    if (length === 0) return this.#firstWords[code]!;
    let first = low;
    let last = high;
    while (first < last) {
      const middle = (first + last) >>> 1;
      const place = this.#wordStarts[middle]! + length;
      if (place < this.#wordStarts[middle + 1]! && this.#wordText[place]! >= code) last = middle;
      else first = middle + 1;
    }
    return first;
  }

  /** Numbers of the words that may be said like this, or nearly so. */
  said(key: number): Uint32Array {
    const first = lowerBound(this.#readingKeys, key);
    let end = first;
    while (this.#readingKeys[end] === key) end += 1;
    return this.#readingWords.subarray(first, end);
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

/** The key of a sequence of syllable classes, as training/spelling/chinese/build.py writes it. */
export function readingKey(classes: readonly number[]): number {
  let value = 0x811c9dc5;
  for (const one of classes) value = Math.imul(value ^ (one + 1), 0x01000193);
  return value >>> 0;
}

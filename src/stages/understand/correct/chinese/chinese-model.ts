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

/** Of the place that two characters have among the beginnings of words: one of six is set. */
const BEGINNING_BITS = 20;
/** Highest bits of the key of a reading by which it is looked for. */
const READING_SHIFT = 32 - 14;

/** Words of Chinese, how they are said and written, and models of what stands beside what; views of a file's bytes. */
export class ChineseModel {
  readonly syllables: readonly string[];
  readonly classes: readonly number[];
  /** Not there before training. */
  readonly ranker: RankerWeights;
  readonly characters: CharacterModel;
  readonly neighbours: NeighbourModel;
  readonly words: WordModel;
  /** Characters that others may be mistaken for, side by side: from {@link alikeStart} to {@link alikeEnd}. */
  readonly alike: Uint16Array;
  /** How, for each of {@link alike}. */
  readonly alikeKinds: Uint8Array;
  /** Numbers of the syllables of each character. */
  readonly #syllables: readonly (readonly number[])[];
  /** Numbers of the different classes of those, side by side, and where those of each character begin. */
  readonly #classes: Uint16Array;
  readonly #classStarts: Uint32Array;
  readonly #alikeStarts: Uint32Array;
  /** Number of a character by its code, one more than that; 0 for one that no list has. */
  readonly #numbers = new Uint16Array(0x10000);
  /** The first word that begins with a code or a later one. */
  readonly #firstWords: Uint32Array;
  readonly #wordStarts: Uint32Array;
  readonly #wordText: Uint16Array;
  /** Two characters that words begin with, as bits. */
  readonly #beginnings: Uint32Array;
  /** The first of {@link #readingKeys} by their highest bits. */
  readonly #firstReadings: Uint32Array;
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
    const [starts, said] = [file.words32('syllableStarts'), file.words16('syllables')];
    this.#syllables = Array.from({ length: starts.length - 1 }, (_, character) =>
      Array.from(said.subarray(starts[character], starts[character + 1])),
    );
    const classes = this.#syllables.map((own) => [...new Set(own.map((one) => this.classes[one]!))]);
    this.#classes = Uint16Array.from(classes.flat());
    this.#classStarts = startsOf(Uint8Array.from(classes, ({ length }) => length));
    file.words16('characters').forEach((code, at) => (this.#numbers[code] = at + 1));
    this.#alikeStarts = file.words32('alikeStarts');
    this.alike = file.words16('alike');
    this.alikeKinds = file.bytes('alikeKinds');
    this.#wordStarts = startsOf(file.bytes('wordLengths'));
    this.#wordText = file.words16('wordText');
    this.#readingKeys = file.words32('readingKeys');
    this.#readingWords = file.words32('readingWords');
    this.#firstReadings = firstReadings(this.#readingKeys);
    this.#firstWords = firstWords(this.#wordStarts, this.#wordText);
    this.#beginnings = beginnings(this.#wordStarts, this.#wordText);
  }

  /** Numbers of the syllables of a character; none for one that no list has. */
  syllablesOf(character: string): readonly number[] {
    return this.#syllables[this.#numbers[character.charCodeAt(0)]! - 1] ?? [];
  }

  /** Where the classes of the syllables of a character begin: {@link classAt}. */
  firstClass(code: number): number {
    const number = this.#numbers[code]!;
    return number === 0 ? 0 : this.#classStarts[number - 1]!;
  }

  /** Where they end. */
  lastClass(code: number): number {
    const number = this.#numbers[code]!;
    return number === 0 ? 0 : this.#classStarts[number]!;
  }

  classAt(place: number): number {
    return this.#classes[place]!;
  }

  /** Where in {@link alike} the characters begin that one may be mistaken for. */
  alikeStart(code: number): number {
    const number = this.#numbers[code]!;
    return number === 0 ? 0 : this.#alikeStarts[number - 1]!;
  }

  /** Where they end. */
  alikeEnd(code: number): number {
    const number = this.#numbers[code]!;
    return number === 0 ? 0 : this.#alikeStarts[number]!;
  }

  /** Where in {@link alike} the other stands, -1 where the one is not mistaken for it. */
  alikePlace(code: number, other: number): number {
    const end = this.alikeEnd(code);
    for (let at = this.alikeStart(code); at < end; at += 1) if (this.alike[at] === other) return at;
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
      high = this.endOfWords(low, high, length, code);
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

  /**
   * Of such a range, the one behind the last whose next character has a code, given the first: a few words, of many that
   * there may be.
   */
  endOfWords(first: number, high: number, length: number, code: number): number {
    if (length === 0) return this.#firstWords[code + 1]!;
    let low = first;
    let step = 1;
    while (low < high && this.codeOf(low, length) === code) {
      low += step;
      step *= 2;
    }
    return step === 1 ? first : this.firstWord(low - step / 2 + 1, Math.min(low, high), length, code + 1);
  }

  /** Whether words may begin with two characters; hardly ever true where none does. */
  begins(code: number, next: number): boolean {
    const bit = beginningBit(code, next);
    return (this.#beginnings[bit >>> 5]! & (1 << bit)) !== 0;
  }

  /** Numbers of the words that may be said like this, or nearly so. */
  said(key: number): Uint32Array {
    const first = this.firstSaid(key);
    let end = first;
    while (this.isSaid(end, key)) end += 1;
    return this.#readingWords.subarray(first, end);
  }

  /** Where those are: {@link saidWord} from there on, as long as {@link isSaid} says so. */
  firstSaid(key: number): number {
    const bucket = key >>> READING_SHIFT;
    const [from, to] = [this.#firstReadings[bucket]!, this.#firstReadings[bucket + 1]!];
    return lowerBound(this.#readingKeys, key, from, to);
  }

  isSaid(place: number, key: number): boolean {
    return this.#readingKeys[place] === key;
  }

  saidWord(place: number): number {
    return this.#readingWords[place]!;
  }
}

function firstReadings(keys: Uint32Array): Uint32Array {
  const first = new Uint32Array((1 << (32 - READING_SHIFT)) + 1);
  let bucket = 0;
  for (let place = 0; place < keys.length; place += 1) {
    for (const own = keys[place]! >>> READING_SHIFT; bucket <= own; bucket += 1) first[bucket] = place;
  }
  return first.fill(keys.length, bucket);
}

function beginningBit(code: number, next: number): number {
  return (Math.imul(code, 0x9e3779b1) + Math.imul(next, 0x85ebca6b)) >>> (32 - BEGINNING_BITS);
}

function beginnings(starts: Uint32Array, text: Uint16Array): Uint32Array {
  const bits = new Uint32Array(1 << (BEGINNING_BITS - 5));
  for (let word = 0; word + 1 < starts.length; word += 1) {
    const start = starts[word]!;
    if (starts[word + 1]! - start < 2) continue;
    const bit = beginningBit(text[start]!, text[start + 1]!);
    bits[bit >>> 5]! |= 1 << bit;
  }
  return bits;
}

function firstWords(starts: Uint32Array, text: Uint16Array): Uint32Array {
  const first = new Uint32Array(0x10001);
  let code = 0;
  for (let word = 0; word + 1 < starts.length; word += 1) {
    for (const own = text[starts[word]!]!; code <= own; code += 1) first[code] = word;
  }
  return first.fill(starts.length - 1, code);
}

/** The key of no syllable class at all. */
export const NO_READING = 0x811c9dc5;

/** The key of a sequence of syllable classes with one more, as training/spelling/chinese/build.py writes it. */
export function longerReading(key: number, one: number): number {
  return Math.imul(key ^ (one + 1), 0x01000193) >>> 0;
}

import type { ModelFile } from '../english/model-file.ts';

/** Characters of the longest sequence. */
const ORDER = 4;
/** log10 probability of a character that was never read. */
const NEVER = -5;
/** Stand before and behind a run of Chinese characters. */
const START = 2;
const END = 3;
/** Bits of a key that its bucket does not tell. */
const REST_BITS = 12;
const REST = (1 << REST_BITS) - 1;
/** Buckets of a group: the places of all would be four times what is counted, and the slower the more of it is read. */
const GROUP_BITS = 4;
const NOT_LOOKED_UP = -2;

/** What the model holds of the codes of a run. */
export interface Sequences {
  /** The sequences that end at each place by their length, {@link ORDER} numbers a place; -1 where one was not read. */
  readonly grams: Int32Array;
  /** log10 P of each code after those before it; 0 for the first, which stands before the run. */
  readonly scores: Float64Array;
}

/** Some codes of a run, which stand between its ends; half-open. */
export interface Place {
  /** 1 or more. */
  readonly start: number;
  readonly end: number;
}

/** How likely characters follow one another: an n-gram model, order 4, with Witten-Bell smoothing (1991). */
export class CharacterModel {
  readonly #step: number;
  /** How many sequences each bucket has, and the first of each group of buckets. */
  readonly #counts: Uint8Array;
  readonly #starts: Uint32Array;
  /** The rest of the key, probability and back-off: 12, 8 and 8 bits. */
  readonly #grams: Uint32Array;
  /** Sequences of one code, which are asked for more often than all others, once they were looked up. */
  readonly #singles = new Int32Array(0x10000).fill(NOT_LOOKED_UP);
  /** What was read up to the place before, and up to the place that is looked at. */
  readonly #before = new Int32Array(ORDER + 1);
  readonly #own = new Int32Array(ORDER + 1);

  constructor(file: ModelFile, step: number) {
    this.#step = step;
    this.#counts = file.bytes('gramCounts');
    this.#starts = groupStarts(this.#counts);
    this.#grams = file.words32('grams');
  }

  /** The codes of a run between its ends. */
  codesOf(run: string): Uint16Array {
    const codes = new Uint16Array(run.length + 2);
    codes[0] = START;
    for (let at = 0; at < run.length; at += 1) codes[at + 1] = run.charCodeAt(at);
    codes[run.length + 1] = END;
    return codes;
  }

  /** Reads a run between its ends. */
  read(codes: Uint16Array): Sequences {
    const grams = new Int32Array(codes.length * ORDER);
    const scores = new Float64Array(codes.length);
    let [before, own] = [this.#before, this.#own];
    for (let at = 0; at < codes.length; at += 1) {
      const longest = this.#lookUp(codes, at, own, 0);
      if (at > 0) scores[at] = this.#scoreOf(at, longest, own, before);
      for (let order = 1; order <= ORDER; order += 1) grams[at * ORDER + order - 1] = own[order]!;
      [before, own] = [own, before];
    }
    return { grams, scores };
  }

  /**
   * The sum of log10 P of the codes from one place to another, each after those before it.
   * @param from 1 or more
   */
  score(codes: Uint16Array, from: number, to: number): number {
    let [before, own] = [this.#before, this.#own];
    this.#lookUp(codes, from - 1, before, 0);
    let sum = 0;
    for (let at = from; at < to; at += 1) {
      const longest = this.#lookUp(codes, at, own, 0);
      sum += this.#scoreOf(at, longest, own, before);
      [before, own] = [own, before];
    }
    return sum;
  }

  /**
   * The sum of log10 P of the codes that a change bears on: its own and the {@link ORDER} - 1 behind it.
   * @param read what was read of the codes before they were changed, so that it is not looked up again
   * @param least a sum below this is given up, and -Infinity the answer: no code adds to it
   */
  changedScore(codes: Uint16Array, { start, end }: Place, read: Sequences, least: number): number {
    const { grams } = read;
    let [before, own] = [this.#before, this.#own];
    for (let order = 1; order <= ORDER; order += 1) before[order] = grams[(start - 1) * ORDER + order - 1]!;
    const last = changedEnd(codes, end);
    let sum = 0;
    for (let at = start; at < last; at += 1) {
      // Shorter sequences may hold nothing that was changed.
      const same = at + 1 - end;
      let known = 0;
      while (known < same && grams[at * ORDER + known]! >= 0) {
        known += 1;
        own[known] = grams[at * ORDER + known - 1]!;
      }
      const longest = known < same ? this.#end(own, known) : this.#lookUp(codes, at, own, known);
      sum += this.#scoreOf(at, longest, own, before);
      if (sum < least) return -Infinity;
      [before, own] = [own, before];
    }
    return sum;
  }

  #scoreOf(at: number, longest: number, own: Int32Array, before: Int32Array): number {
    let score = longest === 0 ? NEVER : (own[longest]! >>> 8) * -this.#step;
    // What is left for sequences that were not read by those that lack only this code.
    for (let order = Math.max(2, longest + 1); order <= Math.min(ORDER, at + 1); order += 1) {
      if (before[order - 1]! >= 0) score -= (before[order - 1]! & 0xff) * this.#step;
    }
    return score;
  }

  /**
   * Looks up the sequences that end at a place, by their length, once those up to a length are found. One that was read
   * holds only such that were, so that no longer ones are looked for behind one that was not.
   * @returns the length of the longest
   */
  #lookUp(codes: Uint16Array, at: number, found: Int32Array, known: number): number {
    const most = Math.min(ORDER, at + 1);
    let longest = known;
    while (longest < most) {
      const gram = longest === 0 ? this.#single(codes, at) : this.#find(codes, at - longest, at + 1);
      if (gram < 0) break;
      longest += 1;
      found[longest] = gram;
    }
    return this.#end(found, longest);
  }

  #end(found: Int32Array, longest: number): number {
    for (let order = longest + 1; order <= ORDER; order += 1) found[order] = -1;
    return longest;
  }

  /** Of the sequences of a length that hold some of the codes of a place, the share that was read before, 0..1. */
  shareRead(codes: Uint16Array, { start, end }: Place, length: number): number {
    let read = 0;
    let all = 0;
    for (let at = Math.max(0, start + 1 - length); at + length <= codes.length && at < end; at += 1) {
      all += 1;
      if (this.#find(codes, at, at + length) >= 0) read += 1;
    }
    return all === 0 ? 0 : read / all;
  }

  #single(codes: Uint16Array, at: number): number {
    const code = codes[at]!;
    const known = this.#singles[code]!;
    return known === NOT_LOOKED_UP ? (this.#singles[code] = this.#find(codes, at, at + 1)) : known;
  }

  /** Probability and back-off in one, -1 where the sequence was not read. */
  #find(codes: Uint16Array, start: number, end: number): number {
    const key = gramKey(codes, start, end);
    const rest = key & REST;
    const bucket = key >>> REST_BITS;
    let first = this.#starts[bucket >>> GROUP_BITS]!;
    for (let other = (bucket >>> GROUP_BITS) << GROUP_BITS; other < bucket; other += 1)
      first += this.#counts[other]!;
    const last = first + this.#counts[bucket]!;
    for (let at = first; at < last; at += 1) {
      const gram = this.#grams[at]!;
      if (gram >>> 16 === rest) return gram & 0xffff;
    }
    return -1;
  }
}

function groupStarts(counts: Uint8Array): Uint32Array {
  const starts = new Uint32Array(Math.ceil(counts.length / (1 << GROUP_BITS)));
  let start = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    if (bucket % (1 << GROUP_BITS) === 0) starts[bucket >>> GROUP_BITS] = start;
    start += counts[bucket]!;
  }
  return starts;
}

/** Behind the last code whose probability a change bears on that ends at a place. */
export function changedEnd(codes: Uint16Array, end: number): number {
  return Math.min(codes.length, end + ORDER - 1);
}

/** The key of a sequence, never 0, as training/spelling/chinese/characters.py writes it. */
function gramKey(codes: Uint16Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at += 1) {
    value = Math.imul(value ^ codes[at]!, 0x01000193);
    value ^= value >>> 15;
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = (value ^ (value >>> 13)) >>> 0;
  return value === 0 ? 1 : value;
}

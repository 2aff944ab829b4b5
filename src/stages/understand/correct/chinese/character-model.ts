import type { ModelFile } from '../english/model-file.ts';

const ORDER = 4;
/** log10 probability of a character that was never read. */
const NEVER = -5;
/** Stand before and behind a run of Chinese characters. */
const START = 2;
const END = 3;

/** How likely characters follow one another: an n-gram model, order 4, with Witten-Bell smoothing (1991). */
export class CharacterModel {
  readonly #step: number;
  readonly #keys: Uint32Array;
  readonly #values: Uint16Array;
  readonly #mask: number;

  constructor(file: ModelFile, step: number) {
    this.#step = step;
    this.#keys = file.words32('gramKeys');
    this.#values = file.words16('gramValues');
    this.#mask = this.#keys.length - 1;
  }

  /** The codes of a run between its ends. */
  codesOf(run: string): Uint16Array {
    const codes = new Uint16Array(run.length + 2);
    codes[0] = START;
    for (let at = 0; at < run.length; at += 1) codes[at + 1] = run.charCodeAt(at);
    codes[run.length + 1] = END;
    return codes;
  }

  /** log10 P of the code at a place after those before it. */
  score(codes: Uint16Array, at: number): number {
    let backoff = 0;
    for (let order = Math.min(ORDER, at + 1); order > 0; order -= 1) {
      const gram = this.#find(codes, at - order + 1, at + 1);
      if (gram >= 0) return backoff - (gram >>> 8) * this.#step;
      if (order === 1) break;
      const history = this.#find(codes, at - order + 1, at);
      if (history >= 0) backoff -= (history & 0xff) * this.#step;
    }
    return backoff + NEVER;
  }

  /** Whether these codes were read side by side, more than once. */
  has(codes: Uint16Array, start: number, end: number): boolean {
    return this.#find(codes, start, end) >= 0;
  }

  /** Probability and back-off in one, -1 where the sequence was not read. */
  #find(codes: Uint16Array, start: number, end: number): number {
    const key = gramKey(codes, start, end);
    for (let slot = key & this.#mask; this.#keys[slot] !== 0; slot = (slot + 1) & this.#mask) {
      if (this.#keys[slot] === key) return this.#values[slot]!;
    }
    return -1;
  }
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

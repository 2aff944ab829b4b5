import type { ModelFile } from './model-file.ts';

const BUCKET_BITS = 18;
const REST_BITS = 32 - BUCKET_BITS;

/**
 * How much more often than by chance two words stand side by side: pointwise mutual information, by a hash of both
 * words. A pair that was never counted is taken for one with a chance of about 1 in 10,000.
 */
export class WordPairs {
  readonly #starts: Uint32Array;
  readonly #keys: Uint16Array;
  readonly #values: Uint8Array;

  constructor(file: ModelFile) {
    this.#starts = file.words32('pairStarts');
    this.#keys = file.words16('pairKeys');
    this.#values = file.bytes('pairValues');
  }

  /** Natural logarithm, about -10 to 15; undefined for a pair that was not counted. */
  association(left: number, right: number): number | undefined {
    const key = pairKey(left, right);
    const bucket = key >>> REST_BITS;
    const rest = (key & ((1 << REST_BITS) - 1)) | ((left & 3) << REST_BITS);
    for (let at = this.#starts[bucket]!; at < this.#starts[bucket + 1]!; at += 1) {
      if (this.#keys[at] === rest) return (this.#values[at]! - 100) / 10;
    }
    return undefined;
  }
}

/** The same steps as in training/spelling/english/build.py. */
function pairKey(left: number, right: number): number {
  let key = (Math.imul(left, 0x9e3779b1) + 0x7f4a7c15) | 0;
  key ^= key >>> 15;
  key = (key + Math.imul(right, 0x85ebca6b)) | 0;
  key ^= key >>> 13;
  key = Math.imul(key, 0xc2b2ae35);
  return (key ^ (key >>> 16)) >>> 0;
}

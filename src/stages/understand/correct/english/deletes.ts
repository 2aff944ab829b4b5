import { GatewayError } from '../../../../errors.ts';
import type { Lexicon } from './lexicon.ts';
import { TARGET } from './lexicon.ts';

const BITS = 20;
/** Bits of a hash that its bucket does not tell. */
const REST_BITS = 32 - BITS;
/** Bits of the number of a word; what is left of 32 holds as many of the hash. */
const WORD_BITS = 20;
const MULTIPLIER = 0x01000193;
const SHORTEST = 2;
const LONGEST = 24;
/** A text of the longest kind, less none, one and two of its letters. */
const MOST_VARIANTS = 1 + LONGEST + (LONGEST * (LONGEST - 1)) / 2;
/** Words of this score and length are found with two letters missing, too: about 40,000 of them. */
const TWICE_SCORE = -5.9;
const TWICE_SHORTEST = 5;

/** Powers of the multiplier, for hashes of two parts put together. */
const POWERS = new Int32Array(LONGEST + 2);
POWERS[0] = 1;
for (let at = 1; at < POWERS.length; at += 1) POWERS[at] = Math.imul(POWERS[at - 1]!, MULTIPLIER);

/**
 * Symmetric deletes (Wolf Garbe's SymSpell): two words one edit apart become the same text when at most one letter
 * of each is left out. Words are kept by the hash of what is left of them, in two flat arrays that are counted out
 * at load; whoever asks compares the words themselves.
 */
export class DeletesIndex {
  readonly #starts = new Uint32Array((1 << BITS) + 1);
  /** Side by side by bucket: the bits of a hash that its bucket does not tell, then the number of a word. */
  readonly #words: Uint32Array;
  readonly #prefix = new Int32Array(LONGEST + 2);
  readonly #hashes = new Uint32Array(MOST_VARIANTS);

  constructor(lexicon: Lexicon) {
    const starts = this.#starts;
    if (lexicon.size > 1 << WORD_BITS) {
      throw new GatewayError(
        'config_invalid',
        `the English spelling model has ${lexicon.size} words, more than ${1 << WORD_BITS}`,
      );
    }
    // Hashed once: the hashes of all words in order, and how many each word has.
    let hashes = new Uint32Array(1 << 22);
    const counts = new Uint16Array(lexicon.size);
    let entries = 0;
    for (let word = 0; word < lexicon.size; word += 1) {
      if ((lexicon.flags(word) & TARGET) === 0) continue;
      const characters = lexicon.characters(word);
      if (characters.length < SHORTEST || characters.length > LONGEST) continue;
      const twice = characters.length >= TWICE_SHORTEST && lexicon.score(word) >= TWICE_SCORE;
      const count = this.#variants(characters, twice ? 2 : 1);
      if (entries + count > hashes.length) {
        const larger = new Uint32Array(hashes.length * 2);
        larger.set(hashes);
        hashes = larger;
      }
      for (let at = 0; at < count; at += 1) {
        const hash = this.#hashes[at]!;
        hashes[entries++] = hash;
        starts[hash >>> REST_BITS]! += 1;
      }
      counts[word] = count;
    }
    // Filled from the end of each bucket, so that no second array of places is needed.
    for (let bucket = 0; bucket < 1 << BITS; bucket += 1) starts[bucket + 1]! += starts[bucket]!;
    this.#words = new Uint32Array(entries);
    let at = 0;
    for (let word = 0; word < lexicon.size; word += 1) {
      for (const end = at + counts[word]!; at < end; at += 1) {
        const hash = hashes[at]!;
        const place = (starts[hash >>> REST_BITS]! -= 1);
        this.#words[place] = (hash << WORD_BITS) | word;
      }
    }
  }

  /** Words that may be `depth` edits from the text, and a few others: each once or more often. */
  lookUp(text: Uint8Array, depth: 1 | 2, visit: (word: number) => void): void {
    if (text.length > LONGEST) return;
    const count = this.#variants(text, depth);
    for (let variant = 0; variant < count; variant += 1) {
      const hash = this.#hashes[variant]!;
      const bucket = hash >>> REST_BITS;
      const end = this.#starts[bucket + 1]!;
      for (let at = this.#starts[bucket]!; at < end; at += 1) {
        const entry = this.#words[at]!;
        // Of four words in a bucket all but the ones that are meant differ in these bits.
        if ((entry ^ (hash << WORD_BITS)) >>> WORD_BITS === 0) visit(entry & ((1 << WORD_BITS) - 1));
      }
    }
  }

  /** Writes the hashes of the text, and of what is left of it without one, or two, letters; how many they are. */
  #variants(text: Uint8Array, depth: 1 | 2): number {
    const prefix = this.#prefix;
    const hashes = this.#hashes;
    const { length } = text;
    for (let at = 0; at < length; at += 1) {
      prefix[at + 1] = (Math.imul(prefix[at]!, MULTIPLIER) + text[at]!) | 0;
    }
    const whole = prefix[length]!;
    let count = 0;
    hashes[count++] = mixed(whole);
    for (let first = 0; first < length; first += 1) {
      // The same letter twice: leaving out either gives the same text.
      if (first > 0 && text[first] === text[first - 1]) continue;
      const head = prefix[first]!;
      const skipped = prefix[first + 1]!;
      const power = POWERS[length - first - 1]!;
      const rest = (whole - Math.imul(skipped, power)) | 0;
      hashes[count++] = mixed((Math.imul(head, power) + rest) | 0);
      if (depth === 1) continue;
      for (let second = first + 1; second < length; second += 1) {
        const gap = POWERS[second - first - 1]!;
        const middle = (prefix[second]! - Math.imul(skipped, gap)) | 0;
        const front = (Math.imul(head, gap) + middle) | 0;
        const tail = POWERS[length - second - 1]!;
        const back = (whole - Math.imul(prefix[second + 1]!, tail)) | 0;
        hashes[count++] = mixed((Math.imul(front, tail) + back) | 0);
      }
    }
    return count;
  }
}

function mixed(hash: number): number {
  const value = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return value ^ (value >>> 13);
}

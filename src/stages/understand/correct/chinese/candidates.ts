import { type ChineseModel, longerReading, NEAR_SOUND, NO_READING, SAME_SOUND } from './chinese-model.ts';
import { Lattice } from './lattice.ts';
import type { Reading } from './reading.ts';
import type { Shortlist } from './shortlist.ts';
import { slipCost } from './slip-costs.ts';
import { LONGEST, WordsAt } from './words-at.ts';

const MOST_SINGLE = 8;
const MOST_FORMS = 4;
/** Single characters that fit their neighbours worse than the one typed by more than this stand for none. */
const LEAST_SINGLE = -2.5;

/** Where words for the pieces of a text come from. One for a thread: it has memory. */
export class CandidateSource {
  readonly model: ChineseModel;
  readonly #words: WordsAt;
  /** Keys of the ways to say a piece, and of those to say it without its last character. */
  readonly #keys = new Uint32Array(MOST_FORMS);
  readonly #shorter = new Uint32Array(MOST_FORMS);

  constructor(model: ChineseModel) {
    this.model = model;
    this.#words = new WordsAt(model);
  }

  /** Words that may stand at each place of a text; the typed ones are always there, others where a place is doubtful. */
  of(reading: Reading): Lattice {
    const { options } = reading;
    const length = reading.run.length;
    const lattice = new Lattice(length);
    const { typed, changed } = this.#words;
    for (let at = 0; at < length; at += 1) {
      this.#words.read(reading, at);
      lattice.add(at, typed[0]!, at + 1, 0);
      this.#addSingles(lattice, reading, at);
      let doubtful = options.first(at) < options.first(at + 1) ? 1 : 0;
      for (let end = at + 2; end <= Math.min(at + LONGEST, length); end += 1) {
        if (options.first(end - 1) < options.first(end)) doubtful += 1;
        const word = typed[end - at - 1]!;
        if (word >= 0) lattice.add(at, word, end, 0);
        const others = changed[end - at - 1]!;
        if (doubtful > 1) this.#soundAlike(reading.codes, at + 1, end + 1, others);
        for (let one = 0; one < others.size; one += 1)
          lattice.add(at, others.word(one), end, others.cost(one));
      }
    }
    return lattice.close();
  }

  #addSingles(lattice: Lattice, { options }: Reading, at: number): void {
    const end = options.first(at + 1);
    let added = 0;
    for (let option = options.first(at); option < end; option += 1) {
      if (options.gain(option) < LEAST_SINGLE || added === MOST_SINGLE) return;
      const word = this.model.single(options.code(option));
      if (word < 0) continue;
      lattice.add(at, word, at + 1, slipCost(options.kind(option)));
      added += 1;
    }
  }

  /** Adds words that sound like a piece, or nearly so, and differ in two characters or more. */
  #soundAlike(codes: Uint16Array, start: number, end: number, found: Shortlist): void {
    const { model } = this;
    const ways = this.#waysToSay(codes, start, end);
    for (let way = 0; way < ways; way += 1) {
      const key = this.#keys[way]!;
      for (let said = model.firstSaid(key); model.isSaid(said, key); said += 1) {
        const word = model.saidWord(said);
        if (model.length(word) !== end - start) continue;
        const cost = this.#soundCost(codes, start, word);
        if (cost > -Infinity) found.add(word, cost, model.words.unigram(word));
      }
    }
  }

  /** Writes the keys of the sequences of syllable classes that a piece may be said as; how many they are. */
  #waysToSay(codes: Uint16Array, start: number, end: number): number {
    const { model } = this;
    const [keys, shorter] = [this.#keys, this.#shorter];
    keys[0] = NO_READING;
    let ways = 1;
    for (let at = start; at < end; at += 1) {
      const [first, last] = [model.firstClass(codes[at]!), model.lastClass(codes[at]!)];
      const before = ways;
      for (let way = 0; way < before; way += 1) shorter[way] = keys[way]!;
      ways = 0;
      for (let way = 0; way < before; way += 1) {
        for (let one = first; one < last && ways < MOST_FORMS; one += 1) {
          keys[ways] = longerReading(shorter[way]!, model.classAt(one));
          ways += 1;
        }
      }
    }
    return ways;
  }

  /** -Infinity where some character is not said alike, all of a long word differ, or no more than one does. */
  #soundCost(codes: Uint16Array, start: number, word: number): number {
    const { model } = this;
    const length = model.length(word);
    let cost = 0;
    let differing = 0;
    for (let at = 0; at < length; at += 1) {
      const [typed, code] = [codes[start + at]!, model.codeOf(word, at)];
      if (typed === code) continue;
      differing += 1;
      const kind = model.alikeKind(typed, code);
      if ((kind & (SAME_SOUND | NEAR_SOUND)) === 0) return -Infinity;
      cost += slipCost(kind);
    }
    return differing < 2 || (differing > 2 && differing === length) ? -Infinity : cost;
  }
}

import { LRUCache } from 'lru-cache';
import type { CharacterModel } from './character-model.ts';
import { type ChineseModel, readingKey } from './chinese-model.ts';

/** A word that may stand at a place. */
export interface Candidate {
  /** -1 for a character that no list has. */
  readonly word: number;
  readonly text: string;
  /** Place behind it. */
  readonly end: number;
  /** 0 for what was typed, below for a slip: log10 of its probability. */
  readonly cost: number;
}

/** log10 of the probability of one changed character, by how the mistake came about. */
const SAME_SOUND = -2.6;
const NEAR_SOUND = -3.2;
const SAME_SHAPE = -3.2;
const LONGEST = 5;
const MOST_SINGLE = 8;
const MOST_WORDS = 6;
const MOST_SHAPES = 5;
const MOST_FORMS = 4;
/** A single character this rare replaces none. */
const RARE = -5.2;
/** Pieces whose candidates are remembered: texts are made of the same ones again and again. */
const KEPT = 20_000;

/** Where words for the pieces of a text come from; remembers them. */
export class CandidateSource {
  readonly model: ChineseModel;
  readonly characters: CharacterModel;
  readonly #pieces = new LRUCache<string, readonly Omit<Candidate, 'end'>[]>({ max: KEPT });

  constructor(model: ChineseModel) {
    this.model = model;
    this.characters = model.characters;
  }

  /**
   * Words that may stand at each place of a text of Chinese characters; the typed ones are always there, others where
   * they cover a doubtful place (1).
   */
  of(text: string, doubtful: Uint8Array): readonly (readonly Candidate[])[] {
    return Array.from({ length: text.length }, (_, at) => {
      const found: Candidate[] = [];
      for (let length = 1; length <= LONGEST && at + length <= text.length; length += 1) {
        const end = at + length;
        const piece = text.slice(at, end);
        const words = doubtful.subarray(at, end).includes(1) ? this.#piece(piece) : this.#typed(piece);
        for (const one of words) found.push({ ...one, end });
      }
      return found;
    });
  }

  #piece(typed: string): readonly Omit<Candidate, 'end'>[] {
    const known = this.#pieces.get(typed);
    if (known !== undefined) return known;
    const all = [...this.#typed(typed), ...this.#others(typed)];
    this.#pieces.set(typed, all);
    return all;
  }

  /** The piece as it is, where it is a word or a single character. */
  #typed(typed: string): readonly Omit<Candidate, 'end'>[] {
    const number = this.model.find(typed);
    return number >= 0 || typed.length === 1 ? [{ word: number, text: typed, cost: 0 }] : [];
  }

  /** Other words for a piece: those said alike, and those in which one character looks alike. */
  #others(typed: string): readonly Omit<Candidate, 'end'>[] {
    const { model } = this;
    const { length } = typed;
    const numbers = new Map<number, number>();
    const add = (word: number, cost: number): void => {
      const known = numbers.get(word);
      if (known === undefined || known < cost) numbers.set(word, cost);
    };
    const said = Array.from(typed, (character) => model.syllablesOf(character));
    for (const classes of waysToSay(said, model)) {
      for (const word of model.said(readingKey(classes))) {
        if (model.length(word) !== length || (length === 1 && model.unigram(word) < RARE)) continue;
        const cost = soundCost(typed, model.word(word), model);
        if (cost !== undefined && cost < 0) add(word, cost);
      }
    }
    for (let place = 0; place < length; place += 1) {
      for (const other of Array.from(model.lookalikes(typed[place]!)).slice(0, MOST_SHAPES)) {
        const word = model.find(typed.slice(0, place) + other + typed.slice(place + 1));
        if (word >= 0 && (length > 1 || model.unigram(word) >= RARE)) add(word, SAME_SHAPE);
      }
    }
    return [...numbers]
      .map(([word, cost]) => ({ word, text: model.word(word), cost }))
      .sort((a, b) => b.cost + model.unigram(b.word) - (a.cost + model.unigram(a.word)))
      .slice(0, length === 1 ? MOST_SINGLE : MOST_WORDS);
  }
}

/** Sequences of syllable classes that a piece may be said as. */
function waysToSay(
  said: readonly (readonly number[])[],
  model: ChineseModel,
): readonly (readonly number[])[] {
  let ways: (readonly number[])[] = [[]];
  for (const syllables of said) {
    if (syllables.length === 0) return [];
    const classes = [...new Set(syllables.map((syllable) => model.classes[syllable]!))];
    ways = ways.flatMap((way) => classes.map((one) => [...way, one])).slice(0, MOST_FORMS);
  }
  return ways;
}

/** Undefined where some character is not said alike, or all of a long word differ. */
function soundCost(typed: string, word: string, model: ChineseModel): number | undefined {
  let cost = 0;
  let differing = 0;
  for (let at = 0; at < typed.length; at += 1) {
    if (typed[at] === word[at]) continue;
    differing += 1;
    const [mine, theirs] = [model.syllablesOf(typed[at]!), model.syllablesOf(word[at]!)];
    if (mine.some((one) => theirs.includes(one))) cost += SAME_SOUND;
    else if (mine.some((one) => theirs.some((other) => model.classes[one] === model.classes[other]))) {
      cost += NEAR_SOUND;
    } else return undefined;
  }
  return differing > 2 && differing === typed.length ? undefined : cost;
}

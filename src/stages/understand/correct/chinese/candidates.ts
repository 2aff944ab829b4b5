import { LRUCache } from 'lru-cache';
import { type ChineseModel, NEAR_SOUND, readingKey, SAME_SHAPE, SAME_SOUND } from './chinese-model.ts';
import { Lattice } from './lattice.ts';
import type { Reading } from './reading.ts';
import { LONGEST, type Word, WordsAt } from './words-at.ts';

/** log10 of the probability of one changed character, by how the mistake came about. */
const COSTS: readonly (readonly [kind: number, cost: number])[] = [
  [SAME_SOUND, -2.6],
  [NEAR_SOUND, -3.2],
  [SAME_SHAPE, -3.2],
];
const MOST_SINGLE = 8;
const MOST_WORDS = 6;
const MOST_FORMS = 4;
/** Single characters that fit their neighbours worse than the one typed by more than this stand for none. */
const LEAST_SINGLE = -2.5;
/** Pieces whose words of the same sound are remembered: texts are made of the same ones again and again. */
const KEPT = 20_000;

/** Where words for the pieces of a text come from. One for a thread: it has memory. */
export class CandidateSource {
  readonly model: ChineseModel;
  readonly #sounds = new LRUCache<string, readonly Word[]>({ max: KEPT });

  readonly #words: WordsAt;

  constructor(model: ChineseModel) {
    this.model = model;
    this.#words = new WordsAt(model, costOf);
  }

  /** Words that may stand at each place of a text; the typed ones are always there, others where a place is doubtful. */
  of(reading: Reading): Lattice {
    const length = reading.run.length;
    const lattice = new Lattice(length);
    const { typed, changed } = this.#words;
    for (let at = 0; at < length; at += 1) {
      this.#words.read(reading, at);
      let doubtful = 0;
      for (let end = at + 1; end <= Math.min(at + LONGEST, length); end += 1) {
        if (reading.options[end - 1]!.length > 0) doubtful += 1;
        const word = typed[end - at - 1]!;
        if (word >= 0 || end === at + 1) lattice.add(at, { word, end, cost: 0 });
        const others =
          end === at + 1
            ? this.#singles(reading, at)
            : this.#best(changed[end - at - 1]!, doubtful > 1 ? reading.run.slice(at, end) : undefined);
        for (const one of others) lattice.add(at, { word: one.word, end, cost: one.cost });
      }
    }
    return lattice.close();
  }

  /** The most probable of some words, and of those that sound like a piece. */
  #best(changed: readonly Word[], piece: string | undefined): readonly Word[] {
    const alike = piece === undefined ? [] : this.#soundingAlike(piece);
    if (alike.length === 0 && changed.length <= 1) return changed;
    const score = ({ word, cost }: Word): number => cost + this.model.words.unigram(word);
    return [...changed, ...alike].sort((a, b) => score(b) - score(a)).slice(0, MOST_WORDS);
  }

  #singles({ options }: Reading, at: number): readonly Word[] {
    const words: Word[] = [];
    for (const { code, kind, gain } of options[at]!) {
      if (gain < LEAST_SINGLE || words.length === MOST_SINGLE) break;
      const word = this.model.single(code);
      if (word >= 0) words.push({ word, cost: costOf(kind) });
    }
    return words;
  }

  /** Words that sound like a piece, or nearly so, and differ in two characters or more. */
  #soundingAlike(piece: string): readonly Word[] {
    const known = this.#sounds.get(piece);
    if (known !== undefined) return known;
    const { model } = this;
    const words: Word[] = [];
    for (const classes of waysToSay(piece, model)) {
      for (const word of model.said(readingKey(classes))) {
        if (model.length(word) !== piece.length) continue;
        const cost = soundCost(piece, model.word(word), model);
        if (cost !== undefined) words.push({ word, cost });
      }
    }
    this.#sounds.set(piece, words);
    return words;
  }
}

function costOf(kind: number): number {
  for (const [one, cost] of COSTS) if ((kind & one) !== 0) return cost;
  return -Infinity;
}

/** Sequences of syllable classes that a piece may be said as. */
function waysToSay(piece: string, model: ChineseModel): readonly (readonly number[])[] {
  let ways: (readonly number[])[] = [[]];
  for (const character of piece) {
    const classes = [...new Set(model.syllablesOf(character).map((syllable) => model.classes[syllable]!))];
    ways = ways.flatMap((way) => classes.map((one) => [...way, one])).slice(0, MOST_FORMS);
  }
  return ways;
}

/** Undefined where some character is not said alike, all of a long word differ, or no more than one does. */
function soundCost(typed: string, word: string, model: ChineseModel): number | undefined {
  let cost = 0;
  let differing = 0;
  for (let at = 0; at < typed.length; at += 1) {
    if (typed[at] === word[at]) continue;
    differing += 1;
    const kind = model.alikeKind(typed.charCodeAt(at), word.charCodeAt(at));
    if ((kind & (SAME_SOUND | NEAR_SOUND)) === 0) return undefined;
    cost += costOf(kind);
  }
  return differing < 2 || (differing > 2 && differing === typed.length) ? undefined : cost;
}

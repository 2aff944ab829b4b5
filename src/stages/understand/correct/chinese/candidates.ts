import { LRUCache } from 'lru-cache';
import { type ChineseModel, NEAR_SOUND, readingKey, SAME_SHAPE, SAME_SOUND } from './chinese-model.ts';
import { Lattice, type LatticeWord } from './lattice.ts';
import type { Reading } from './reading.ts';

/** log10 of the probability of one changed character, by how the mistake came about. */
const COSTS: readonly (readonly [kind: number, cost: number])[] = [
  [SAME_SOUND, -2.6],
  [NEAR_SOUND, -3.2],
  [SAME_SHAPE, -3.2],
];
const LONGEST = 5;
const MOST_SINGLE = 8;
const MOST_WORDS = 6;
const MOST_FORMS = 4;
/** Single characters that fit their neighbours worse than the one typed by more than this stand for none. */
const LEAST_SINGLE = -2.5;
/** Pieces whose words of the same sound are remembered: texts are made of the same ones again and again. */
const KEPT = 20_000;

type Word = Omit<LatticeWord, 'end'>;

/** Where words for the pieces of a text come from. */
export class CandidateSource {
  readonly model: ChineseModel;
  readonly #sounds = new LRUCache<string, readonly Word[]>({ max: KEPT });

  constructor(model: ChineseModel) {
    this.model = model;
  }

  /** Words that may stand at each place of a text; the typed ones are always there, others where a place is doubtful. */
  of(reading: Reading): Lattice {
    const { run, codes } = reading;
    const lattice = new Lattice(run.length);
    for (let at = 0; at < run.length; at += 1) {
      for (let end = at + 1; end <= Math.min(at + LONGEST, run.length); end += 1) {
        const typed = this.model.findCodes(codes, at + 1, end + 1);
        if (typed >= 0 || end === at + 1) lattice.add(at, { word: typed, end, cost: 0 });
        for (const { word, cost } of this.#others(reading, at, end)) lattice.add(at, { word, end, cost });
      }
    }
    return lattice.close();
  }

  #others(reading: Reading, at: number, end: number): Iterable<Word> {
    if (end === at + 1) return this.#singles(reading, at);
    let doubtful = 0;
    for (let place = at; place < end; place += 1) if (reading.options[place]!.length > 0) doubtful += 1;
    if (doubtful === 0) return [];
    const words = new Map<number, Word>();
    const add = (one: Word): void => {
      const known = words.get(one.word);
      if (known === undefined || known.cost < one.cost) words.set(one.word, one);
    };
    this.#changedOnce(reading, { at, end }, add);
    if (doubtful > 1) this.#soundingAlike(reading.run.slice(at, end)).forEach(add);
    if (words.size <= 1) return words.values();
    const score = ({ word, cost }: Word): number => cost + this.model.unigram(word);
    return [...words.values()].sort((a, b) => score(b) - score(a)).slice(0, MOST_WORDS);
  }

  #singles({ options }: Reading, at: number): readonly Word[] {
    const words: Word[] = [];
    for (const { code, kind, gain } of options[at]!) {
      if (gain < LEAST_SINGLE || words.length === MOST_SINGLE) break;
      const word = this.model.findCodes(Uint16Array.of(code), 0, 1);
      if (word >= 0) words.push({ word, cost: costOf(kind) });
    }
    return words;
  }

  /** Words in which one of the characters is another. */
  #changedOnce(
    { codes, options }: Reading,
    { at, end }: { readonly at: number; readonly end: number },
    add: (word: Word) => void,
  ): void {
    for (let place = at; place < end; place += 1) {
      const typed = codes[place + 1]!;
      for (const { code, kind } of options[place]!) {
        codes[place + 1] = code;
        const word = this.model.findCodes(codes, at + 1, end + 1);
        if (word >= 0) add({ word, cost: costOf(kind) });
      }
      codes[place + 1] = typed;
    }
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
  return COSTS.find(([one]) => (kind & one) !== 0)?.[1] ?? -Infinity;
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

import type { Correction, Corrector, OutcomeThresholds } from '../correction.ts';
import { MOST_CUTS, syllableCuts } from '../syllable-cuts.ts';
import { waysThrough } from '../ways.ts';
import { type ChineseModel, longerReading, NO_READING } from './chinese-model.ts';
import { Decoder } from './decode.ts';
import { Lattice } from './lattice.ts';

/** What is heard is asked for before it takes the place of what was typed; without an answer it stands beside it. */
export const PINYIN_THRESHOLDS: OutcomeThresholds = { replace: 0.5, both: 0.3, suggest: 0.2 };

const LONGEST_TEXT = 60;
const MOST_UNITS = 24;
const LONGEST_WORD = 4;
const MOST_WORDS = 12;
const PIECES = /[a-z']+|\p{Script=Han}|[^a-z'\p{Script=Han}]+/giu;
const LETTERS = /^[a-z']+$/i;
const HAN = /^\p{Script=Han}$/u;
const BLANKS = /^\s+$/;
/** log10 a syllable: readings less likely than this are no words. */
const LEAST_SCORE = -2.75;

/** A syllable as it was typed, or a character. */
type Unit =
  | { readonly kind: 'syllable'; readonly syllable: number }
  | { readonly kind: 'character'; readonly text: string };

/**
 * Reads pinyin typed in letters, by itself or between characters: `shouji ke`, `shou机壳`. A text with any other letters
 * or signs is left alone, and so is a single syllable.
 */
export function createPinyinCorrector(model: ChineseModel): Corrector {
  const numbers = new Map(model.syllables.map((syllable, number) => [syllable, number]));
  const decoder = new Decoder(model.words);
  const longest = Math.max(...model.syllables.map(({ length }) => length));

  /** All ways to read a text as syllables and characters; none where something else stands in it. */
  function readings(text: string): readonly (readonly Unit[])[] {
    const pieces = Array.from(text.matchAll(PIECES), ([piece]) => piece).filter(
      (piece) => !BLANKS.test(piece),
    );
    return waysThrough(pieces.map(readingsOfPiece), MOST_CUTS).map((way) => way.flat());
  }

  function readingsOfPiece(piece: string): readonly (readonly Unit[])[] {
    if (LETTERS.test(piece)) {
      return syllableCuts(piece.toLowerCase(), (letters) => numbers.get(letters), longest).map((cut) =>
        cut.map(({ syllable }) => ({ kind: 'syllable', syllable })),
      );
    }
    return HAN.test(piece) ? [[{ kind: 'character', text: piece }]] : [];
  }

  /** @param known words of the pieces of the same text that were looked up before: its readings share most of them */
  function latticeOf(units: readonly Unit[], known: Map<string, readonly number[]>): Lattice {
    const lattice = new Lattice(units.length);
    for (let at = 0; at < units.length; at += 1) {
      let key = '';
      for (let end = at + 1; end <= Math.min(at + LONGEST_WORD, units.length); end += 1) {
        const unit = units[end - 1]!;
        key += unit.kind === 'character' ? unit.text : `${unit.syllable} `;
        let words = known.get(key);
        if (words === undefined) known.set(key, (words = wordsFor(units.slice(at, end))));
        for (const word of words) lattice.add(at, word, end, 0);
      }
    }
    return lattice.close();
  }

  /** Numbers of the words that a piece may be; -1 for a character that no list has. */
  function wordsFor(piece: readonly Unit[]): readonly number[] {
    const typed = piece.map((unit) => (unit.kind === 'character' ? unit.text : undefined));
    if (typed.every((text) => text !== undefined)) {
      const word = model.find(typed.join(''));
      return word >= 0 || piece.length === 1 ? [word] : [];
    }
    let key = NO_READING;
    for (const unit of piece) {
      const syllable = unit.kind === 'syllable' ? unit.syllable : model.syllablesOf(unit.text)[0];
      key = longerReading(key, syllable === undefined ? -1 : model.classes[syllable]!);
    }
    return likeliest(model.said(key), piece);
  }

  /** The most frequent of some words that are said exactly so. */
  function likeliest(words: Uint32Array, piece: readonly Unit[]): readonly number[] {
    const found: number[] = [];
    for (const word of words.toSorted((a, b) => model.words.unigram(b) - model.words.unigram(a))) {
      if (model.length(word) !== piece.length || !isSaid(model.word(word), piece)) continue;
      found.push(word);
      if (found.length === MOST_WORDS) break;
    }
    return found;
  }

  /** What the best way through says, and log10 of its probability a unit; undefined where there is none. */
  function read(
    units: readonly Unit[],
    known: Map<string, readonly number[]>,
  ): { readonly words: string; readonly score: number } | undefined {
    const lattice = latticeOf(units, known);
    const { score, edges } = decoder.best(lattice);
    if (edges.length === 0) return undefined;
    let words = '';
    let at = 0;
    for (const edge of edges) {
      const [word, unit] = [lattice.word(edge), units[at]!];
      words += word >= 0 ? model.word(word) : unit.kind === 'character' ? unit.text : '';
      at = lattice.end(edge);
    }
    return { words, score: score / units.length };
  }

  /** Whether a word is said exactly as the syllables are spelt, and has the characters where they stand. */
  function isSaid(word: string, piece: readonly Unit[]): boolean {
    return piece.every((unit, at) =>
      unit.kind === 'character'
        ? unit.text === word[at]
        : model.syllablesOf(word[at]!).includes(unit.syllable),
    );
  }

  return {
    correct(text: string): Correction {
      const trimmed = text.trim();
      if (trimmed === '' || text.length > LONGEST_TEXT || !/[a-z]/i.test(text)) return { candidates: [] };
      let best: { readonly words: string; readonly score: number } | undefined;
      const known = new Map<string, readonly number[]>();
      for (const units of readings(trimmed)) {
        if (units.length < 2 || units.length > MOST_UNITS) continue;
        const one = read(units, known);
        if (one !== undefined && (best === undefined || best.score < one.score)) best = one;
      }
      if (best === undefined || best.score < LEAST_SCORE) return { candidates: [] };
      const start = text.indexOf(trimmed);
      const edit = { start, end: start + trimmed.length, replacement: best.words };
      const corrected = text.slice(0, edit.start) + best.words + text.slice(edit.end);
      // Words of few sounds are said by many letters that mean something else.
      const confidence = Math.min(0.9, 0.5 + (best.score - LEAST_SCORE) / 3);
      return { candidates: [{ text: corrected, edits: [edit], confidence }] };
    },
  };
}

import { PHRASE_KINDS, type Phrase } from '../domain/completion.ts';
import { normalise } from '../text/normalise.ts';
import { packed, packTexts } from '../text/packed-texts.ts';
import { bestTree } from './heaviest.ts';
import { Syllables } from './syllables.ts';
import { isHanUnit, type Unit, unitsOf } from './units.ts';

/** What is kept, the best first: some 40 MB. */
export const MOST_PHRASES = 200_000;
/** Units of a key; what is typed beyond finds what begins so. */
const LONGEST_KEY = 32;
const LONGEST_TEXT = 100;
/** Words of a phrase that may be typed first. */
const MOST_BEGINNINGS = 4;
/** The block of common characters. */
const FIRST_HAN = 0x4e00;
const LAST_HAN = 0x9fa5;
/** What a completion counts that is found by a later word. */
const LATER = 0.6;
/** What a kind counts: that people ask for it says most. */
const SHARES = { query: 1, category: 0.95, phrase: 0.85, product: 0.7 } as const;

/** How Chinese characters are said in their context: a syllable each, without tones, ü as v; undefined where unknown. */
export type ReadingsOf = (characters: string) => readonly (string | undefined)[];

export type CompletionSections = Readonly<
  Record<string, Uint8Array | Uint16Array | Uint32Array | Float32Array>
>;

interface Prepared {
  readonly text: string;
  readonly kind: number;
  readonly score: number;
  readonly units: readonly Unit[];
}

interface Entry {
  readonly phrase: number;
  readonly start: number;
  readonly score: number;
  /** Syllables in place of characters. */
  readonly key: string;
  /** The characters themselves. */
  readonly literal: string;
}

/** The arrays that `openCompleter` reads, for a file. */
export function completionSections(phrases: Iterable<Phrase>, readingsOf: ReadingsOf): CompletionSections {
  const prepared = distinct(phrases);
  const readings = prepared.map(({ units }) => readingsIn(units, readingsOf));
  const syllables = new Syllables(readings.flatMap((each) => each.filter((one) => one !== undefined)));
  const said = new Set<number>();
  const entries = prepared.flatMap(({ units, score }, phrase) => {
    const literal = String.fromCharCode(...units.map(({ code }) => code));
    const codes = units.map(({ code }, at) => {
      const syllable = readings[phrase]![at];
      const sound = syllable === undefined ? undefined : syllables.codeOf(syllable);
      if (sound !== undefined) said.add(code * 0x10000 + sound);
      return sound ?? code;
    });
    return beginningsOf(units).map((start): Entry => ({
      phrase,
      start,
      score: start === 0 ? score : score * LATER,
      key: String.fromCharCode(...codes.slice(start, start + LONGEST_KEY)),
      literal: literal.slice(start, start + LONGEST_KEY),
    }));
  });
  // Whoever types another character that is said alike is understood, also where no phrase has it.
  for (let code = FIRST_HAN; code <= LAST_HAN; code += 1) {
    const sound = syllables.codeOf(readingsOf(String.fromCharCode(code))[0] ?? '');
    if (sound !== undefined) said.add(code * 0x10000 + sound);
  }
  entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.phrase - b.phrase || a.start - b.start));
  const scores = Float32Array.from(entries, ({ score }) => score);
  const pairs = [...said].sort((a, b) => a - b);
  return {
    ...packTexts(
      'completionPhrase',
      prepared.map(({ text }) => text),
    ),
    completionKinds: Uint8Array.from(prepared, ({ kind }) => kind),
    ...packTexts(
      'completionKey',
      entries.map(({ key }) => key),
    ),
    completionLiteralText: packed(entries.map(({ literal }) => literal)).text,
    completionEntries: Uint32Array.from(entries, ({ phrase }) => phrase),
    completionBeginnings: Uint8Array.from(entries, ({ start }) => start),
    completionScores: scores,
    completionTree: bestTree(scores),
    completionHan: Uint16Array.from(pairs, (pair) => Math.floor(pair / 0x10000)),
    completionSaid: Uint16Array.from(pairs, (pair) => pair % 0x10000),
    completionSyllables: packed([syllables.list.join(' ')]).text,
  };
}

/** Each text once, however it is written; scores 0..1 by the logarithm of the weight within a kind. */
function distinct(phrases: Iterable<Phrase>): readonly Prepared[] {
  const all = Array.from(phrases, (phrase) => ({ ...phrase, text: normalise(phrase.text).text }));
  const most = new Map<string, number>();
  for (const { kind, weight } of all) most.set(kind, Math.max(most.get(kind) ?? 0, weight));
  const best = new Map<string, Prepared>();
  for (const { text, kind, weight } of all) {
    const units = text.length > LONGEST_TEXT ? [] : unitsOf(text);
    if (units.length === 0) continue;
    const score = (SHARES[kind] * Math.log1p(Math.max(1, weight))) / Math.log1p(Math.max(1, most.get(kind)!));
    const key = String.fromCharCode(...units.map(({ code }) => code));
    const known = best.get(key);
    if (known !== undefined && known.score >= score) continue;
    best.set(key, { text, kind: PHRASE_KINDS.indexOf(kind), score, units });
  }
  return [...best.values()].sort((a, b) => b.score - a.score).slice(0, MOST_PHRASES);
}

function readingsIn(units: readonly Unit[], readingsOf: ReadingsOf): readonly (string | undefined)[] {
  const readings: (string | undefined)[] = Array.from({ length: units.length });
  for (let at = 0; at < units.length;) {
    if (!isHanUnit(units[at]!.code)) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < units.length && isHanUnit(units[end]!.code) && (end === at || !units[end]!.begins)) end += 1;
    const run = String.fromCharCode(...units.slice(at, end).map(({ code }) => code));
    readingsOf(run).forEach((reading, offset) => (readings[at + offset] = reading));
    at = end;
  }
  return readings;
}

function beginningsOf(units: readonly Unit[]): readonly number[] {
  return units.flatMap(({ begins }, at) => (begins && at < 256 ? [at] : [])).slice(0, MOST_BEGINNINGS);
}

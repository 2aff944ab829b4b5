import { fieldText } from '../../../text/field-text.ts';
import type { Feature, Window } from './feature.ts';
import { Asked } from './asked.ts';
import { Words } from './words.ts';

type TextFeature = (text: Words, asked: Asked) => number;

/** What is computed of the query and a text, by name. */
export const TEXT_FEATURES: ReadonlyMap<string, TextFeature> = new Map<string, TextFeature>([
  ['coverage', (text, { words }) => shareOf(words, (word) => text.has(word))],
  ['phrase', (text, { key }) => Number(text.includes(key))],
  ['exact', (text, { key }) => Number(text.equals(key))],
  ['length', (text) => Math.log1p(text.length)],
  ['characters', (text, { characters }) => shareOf(characters, (one) => text.includes(one))],
  ['pieces', (text, { pieces }) => shareOf(pieces, (piece) => text.includes(piece))],
  ['triples', (text, { triples }) => shareOf(triples, (triple) => text.includes(triple))],
  // The same of the text's beginning, where titles say what they are about.
  ['start', (text, { pieces }) => shareOf(pieces, (piece) => text.start.includes(piece))],
  // How often the query's pairs stand there, for each of them.
  [
    'often',
    (text, { pieces }) =>
      pieces.reduce((sum, piece) => sum + text.count(piece), 0) / Math.max(1, pieces.length),
  ],
  // The other way round: how much of the text is about the query.
  ['focus', (text, { pieces }) => shareOf(text.pieces, (piece) => pieces.includes(piece))],
  ['stretch', (text, { letters }) => longestStretch(letters, text.letters) / Math.max(1, letters.length)],
  ['order', (text, { letters }) => longestOrder(letters, text.letters) / Math.max(1, letters.length)],
]);

/** Of the texts of fields together; unknown where all of them are empty. */
export function ofTexts(fields: readonly string[], of: TextFeature): Omit<Feature, 'name'> {
  return {
    fields,
    of(window) {
      const { asked, textsOf } = readingOf(window);
      return textsOf(fields).map((text) => (text === undefined ? NaN : of(text, asked)));
    },
  };
}

/** What features look at; each is taken apart once, however many features look at it. */
interface Reading {
  readonly asked: Asked;
  /** One a candidate, undefined where the fields are empty. */
  readonly textsOf: (fields: readonly string[]) => readonly (Words | undefined)[];
}

const readings = new WeakMap<Window, Reading>();

function readingOf(window: Window): Reading {
  const known = readings.get(window);
  if (known !== undefined) return known;
  const texts = new Map<string, readonly (Words | undefined)[]>();
  const reading: Reading = {
    asked: new Asked(window.query),
    textsOf(fields) {
      const key = fields.join();
      const before = texts.get(key);
      if (before !== undefined) return before;
      const found = window.candidates.map((candidate) => {
        const text = fields.map((field) => fieldText(candidate.fields[field])).join(' ');
        return text.trim() === '' ? undefined : new Words(text);
      });
      texts.set(key, found);
      return found;
    },
  };
  readings.set(window, reading);
  return reading;
}

function shareOf<T>(all: readonly T[], is: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(is).length / all.length;
}

/** Characters in a row that both have, one after the other. */
function longestStretch(a: readonly string[], b: readonly string[]): number {
  let longest = 0;
  let before = new Uint16Array(b.length + 1);
  for (const letter of a) {
    const now = new Uint16Array(b.length + 1);
    for (let at = 0; at < b.length; at += 1) {
      if (letter === b[at]) now[at + 1] = before[at]! + 1;
      if (now[at + 1]! > longest) longest = now[at + 1]!;
    }
    before = now;
  }
  return longest;
}

/** Characters that both have in the same order, whatever stands between (longest common subsequence). */
function longestOrder(a: readonly string[], b: readonly string[]): number {
  let before = new Uint16Array(b.length + 1);
  for (const letter of a) {
    const now = new Uint16Array(b.length + 1);
    for (let at = 0; at < b.length; at += 1) {
      now[at + 1] = letter === b[at] ? before[at]! + 1 : Math.max(before[at + 1]!, now[at]!);
    }
    before = now;
  }
  return before[b.length]!;
}

import type { CatalogueVocabulary } from '../correction.ts';
import { companyIn } from './catalogue-company.ts';
import { catalogueWords } from './catalogue-words.ts';
import type { EditShape } from './edit-shape.ts';
import { editShape } from './edit-shape.ts';
import type { EnglishModel } from './english-model.ts';
import type { Surroundings } from './context.ts';
import { keepFeatures, splitFeatures, wordFeatures } from './features.ts';
import { CHECKED } from './lexicon.ts';

/** A word that a typed one may stand for, or two; the first reading is the typed word itself. */
export interface Reading {
  readonly text: string;
  /** By {@link FEATURES}. */
  readonly features: Float64Array;
  /** What the catalogue adds to the score, natural logarithm of odds. */
  readonly bonus: number;
}

/** What readings are taken from. */
export interface Sources {
  readonly model: EnglishModel;
  readonly vocabulary?: CatalogueVocabulary | undefined;
}

/** A typed word more frequent than this is not questioned: slips that make one are too rare to be found. */
const CERTAIN = -4.3;
/** Words compared at most; the most frequent ones are kept. */
const MOST = 24;
const SPLIT_SHORTEST = 6;
const TWO_EDITS_SHORTEST = 5;

/** How much likelier a catalogue makes its own words, natural logarithm of odds. */
const IN_CATALOGUE = 1.5;
/** The same for each power of ten by which it writes them more often than by chance beside their neighbours. */
const COMPANY = 1;

/** All readings of a typed word between its neighbours, at least the word itself. */
export function readings(
  { model, vocabulary }: Sources,
  typed: string,
  beside: Surroundings,
): readonly Reading[] {
  const { lexicon } = model;
  const own = lexicon.find(typed);
  const bonus = (text: string): number =>
    vocabulary === undefined || vocabulary.frequency(text) === 0
      ? 0
      : IN_CATALOGUE + COMPANY * companyIn(vocabulary, text, beside.company);
  const keep = { text: typed, features: keepFeatures(model, typed, own, beside), bonus: 0 };
  if (own >= 0 && lexicon.score(own) > CERTAIN) return [keep];
  const similar = similarWords(model, typed, own);
  const extra = vocabulary === undefined ? [] : catalogueWords(typed, vocabulary);
  const listed = new Set(similar.map(({ text }) => text));
  const words = [
    ...similar,
    ...extra.flatMap((text) => {
      const shape = listed.has(text) ? undefined : editShape(typed, text);
      return shape === undefined ? [] : [{ number: lexicon.find(text), text, shape }];
    }),
  ].map(({ number, shape, text }) => ({
    text,
    features: wordFeatures(model, { typed, shape, number }, beside),
    bonus: bonus(text),
  }));
  return [keep, ...words, ...splits(model, typed, own, beside)];
}

interface Similar {
  readonly number: number;
  readonly text: string;
  readonly shape: EditShape;
  readonly score: number;
}

/** Two edits are looked for only where one leads to nothing frequent, and in no known word. */
function similarWords(model: EnglishModel, typed: string, own: number): readonly Similar[] {
  const { lexicon, deletes } = model;
  const characters = Buffer.from(typed, 'latin1');
  const found = new Map<number, Similar>();
  const rejected = new Set<number>();
  const visit = (number: number): void => {
    if (number === own || found.has(number) || rejected.has(number)) return;
    const text = lexicon.word(number);
    const shape = editShape(typed, text);
    const apostrophe = shape !== undefined && (shape.typed + shape.meant).includes("'");
    if (shape === undefined || apostrophe) rejected.add(number);
    else found.set(number, { number, text, shape, score: lexicon.score(number) - 3 * (shape.distance - 1) });
  };
  const depth = own < 0 && typed.length >= TWO_EDITS_SHORTEST ? 2 : 1;
  deletes.lookUp(characters, depth, visit);
  const similar = [...found.values()].filter(({ shape }) => shape.distance <= depth);
  return similar.length <= MOST ? similar : similar.sort((a, b) => b.score - a.score).slice(0, MOST);
}

/** The ways to cut an unknown word into two known ones. */
function splits(model: EnglishModel, typed: string, own: number, beside: Surroundings): readonly Reading[] {
  const { lexicon } = model;
  if (own >= 0 || typed.length < SPLIT_SHORTEST) return [];
  const found: Reading[] = [];
  for (let cut = 2; cut <= typed.length - 2; cut += 1) {
    const first = lexicon.find(typed.slice(0, cut));
    if (first < 0 || (lexicon.flags(first) & CHECKED) === 0) continue;
    const second = lexicon.find(typed.slice(cut));
    if (second < 0 || (lexicon.flags(second) & CHECKED) === 0) continue;
    const text = `${typed.slice(0, cut)} ${typed.slice(cut)}`;
    found.push({ text, features: splitFeatures(model, [first, second], beside), bonus: 0 });
  }
  return found;
}

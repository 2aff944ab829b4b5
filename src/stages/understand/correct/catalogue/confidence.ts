import type { CatalogueDictionary } from '../../catalogue/catalogue-dictionary.ts';
import type { ChineseModel } from '../chinese/chinese-model.ts';
import type { CatalogueChange } from './change.ts';

/** What tells that a piece of the catalogue was meant, fitted on slips put into queries of a shop. */
const WEIGHTS: Readonly<Record<Feature, number>> = {
  bias: -4.3,
  frequency: 0.79,
  gain: 0.73,
  long: -0.07,
  more: -4.73,
  near: -2.83,
  word: -0.39,
  usual: -0.19,
};

type Feature = 'bias' | 'frequency' | 'gain' | 'long' | 'more' | 'near' | 'word' | 'usual';

/** Letters that spell a name may be a word of another language: less sure the shorter they are. */
const LETTERS = { short: 0.3, long: 0.65, letters: 7 };
/** Characters that a change can make likelier or less likely. */
const ORDER = 4;
const MOST_GAIN = 8;
/** Of the catalogue's own share of a term, what is left for its place among other words; log10. */
const OTHERWISE = -2;

export interface Knowledge {
  readonly model: ChineseModel;
  readonly dictionary: CatalogueDictionary;
}

/** Probability that a change is what was meant, 0..1. */
export function confidenceOf(text: string, change: CatalogueChange, knowledge: Knowledge): number {
  if (change.isLetters) return change.typed.length < LETTERS.letters ? LETTERS.short : LETTERS.long;
  const features = featuresOf(text, change, knowledge);
  let score = 0;
  for (const [name, value] of Object.entries(features)) score += WEIGHTS[name as Feature] * value;
  return 1 / (1 + Math.exp(-score));
}

/** What speaks for a change, and against it. */
export function featuresOf(
  text: string,
  change: CatalogueChange,
  { model, dictionary }: Knowledge,
): Readonly<Record<Feature, number>> {
  const { typed, term, differing, isExact } = change;
  const word = model.find(typed);
  return {
    bias: 1,
    frequency: Math.log10(dictionary.frequency(term)),
    gain: characterGain(text, change, { model, dictionary }),
    long: term.length > 2 ? 1 : 0,
    more: differing - 1,
    near: isExact ? 0 : 1,
    word: word >= 0 ? 1 : 0,
    usual: word >= 0 ? Math.max(0, model.words.unigram(word) + 6) : 0,
  };
}

/**
 * How much likelier the run of Chinese characters is with the change, log10: as Chinese, or as something that the
 * catalogue says, whichever is likelier. A general model knows no names.
 */
function characterGain(
  text: string,
  { start, end, term }: CatalogueChange,
  { model, dictionary }: Knowledge,
): number {
  const before = /\p{Script=Han}*$/u.exec(text.slice(0, start))![0];
  const after = /^\p{Script=Han}*/u.exec(text.slice(end))![0];
  const scored = (piece: string, behind: number): number => {
    const codes = model.characters.codesOf(before + piece + after);
    const last = Math.min(codes.length, before.length + 1 + piece.length + behind);
    return model.characters.score(codes, before.length + 1, last);
  };
  const typed = text.slice(start, end);
  const share = dictionary.frequency(term) / (dictionary.origin.documents + dictionary.origin.queries);
  const asChinese = scored(term, ORDER - 1) - scored(typed, ORDER - 1);
  const asName = Math.log10(share) + OTHERWISE - scored(typed, 0);
  const gain = Math.max(asChinese, asName);
  return Math.max(-MOST_GAIN, Math.min(MOST_GAIN, gain));
}

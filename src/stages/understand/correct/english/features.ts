import type { Surroundings } from './context.ts';
import { association, farAssociation, isSeen } from './context.ts';
import type { EditShape } from './edit-shape.ts';
import { areNeighbours } from './edit-shape.ts';
import type { EnglishModel } from './english-model.ts';
import { CHECKED, NAME, WEB_ONLY } from './lexicon.ts';

/** What speaks for a reading of a typed word. The weights stand in the model file, by these names. */
export const FEATURES = [
  'keepKnown',
  'keepScore',
  'keepChecked',
  'keepName',
  'keepLeft',
  'keepRight',
  'keepSeen',
  'keepFar',
  'keepUnseen',
  'keepLength',
  'keepUncheckedLength',
  'keepUncheckedLetters',
  'keepWebOnly',
  'keepUnknown',
  'keepUnknownLetters',
  'keepUnknownLength',
  'keepShort',
  'keepInflected',
  'score',
  'checked',
  'name',
  'left',
  'right',
  'seen',
  'far',
  'wrong',
  'extra',
  'missing',
  'swapped',
  'two',
  'first',
  'last',
  'neighbour',
  'doubled',
  'vowel',
  'length',
  'inflection',
  'split',
] as const;

export type FeatureName = (typeof FEATURES)[number];

const INDEX = Object.fromEntries(FEATURES.map((name, at) => [name, at])) as Readonly<
  Record<FeatureName, number>
>;
const VOWELS = 'aeiouy';
/** A word of this score is in a dictionary and in no corpus. */
const UNSEEN = -8.98;
/** log10 of the share of a word that no list has. */
const CATALOGUE_ONLY = -7;

/** What speaks for the typed word as it is. `number` is -1 for an unknown one. */
export function keepFeatures(
  model: EnglishModel,
  typed: string,
  number: number,
  around: Surroundings,
): Float64Array {
  const values = new Float64Array(FEATURES.length);
  const { lexicon } = model;
  if (number < 0) {
    values[INDEX.keepUnknown] = 1;
    values[INDEX.keepUnknownLetters] = model.letters.score(typed) + typed.length;
    values[INDEX.keepUnknownLength] = Math.min(typed.length, 12) / 10;
    values[INDEX.keepInflected] = isInflected(model, typed) ? 1 : 0;
    return values;
  }
  const flags = lexicon.flags(number);
  values[INDEX.keepKnown] = 1;
  values[INDEX.keepScore] = lexicon.score(number) + 6;
  values[INDEX.keepChecked] = (flags & CHECKED) === 0 ? 0 : 1;
  values[INDEX.keepName] = (flags & NAME) === 0 ? 0 : 1;
  values[INDEX.keepLeft] = association(model, around.left, number);
  values[INDEX.keepRight] = association(model, number, around.right);
  values[INDEX.keepSeen] = isSeen(model, around, number);
  values[INDEX.keepFar] = farAssociation(model, around, number);
  values[INDEX.keepUnseen] = lexicon.score(number) <= UNSEEN ? 1 : 0;
  values[INDEX.keepLength] = Math.min(typed.length, 12) / 10;
  values[INDEX.keepWebOnly] = (flags & WEB_ONLY) === 0 ? 0 : 1;
  if ((flags & (CHECKED | NAME)) === 0) {
    values[INDEX.keepUncheckedLength] = Math.min(typed.length, 12) / 10;
    values[INDEX.keepUncheckedLetters] = model.letters.score(typed) + typed.length;
  }
  values[INDEX.keepShort] = typed.length <= 3 ? 1 : 0;
  return values;
}

/** A word that may have been meant; `number` is -1 for one that only the catalogue knows. */
export interface WordReading {
  readonly typed: string;
  readonly shape: EditShape;
  readonly number: number;
}

/** What speaks for another word. */
export function wordFeatures(
  model: EnglishModel,
  { typed, shape, number }: WordReading,
  around: Surroundings,
): Float64Array {
  const values = new Float64Array(FEATURES.length);
  // A word that only the catalogue knows counts as a rare one.
  const flags = number < 0 ? 0 : model.lexicon.flags(number);
  values[INDEX.score] = (number < 0 ? CATALOGUE_ONLY : model.lexicon.score(number)) + 6;
  values[INDEX.checked] = (flags & CHECKED) === 0 ? 0 : 1;
  values[INDEX.name] = (flags & NAME) === 0 ? 0 : 1;
  values[INDEX.left] = association(model, around.left, number);
  values[INDEX.right] = association(model, number, around.right);
  values[INDEX.seen] = isSeen(model, around, number);
  values[INDEX.far] = farAssociation(model, around, number);
  values[INDEX.length] = Math.min(typed.length, 12) / 10;
  values[INDEX[shape.kind]] = 1;
  if (shape.at === 0) values[INDEX.first] = 1;
  if (shape.at >= typed.length - 1) values[INDEX.last] = 1;
  if (shape.distance === 2) return values;
  const beside = typed[shape.at - 1] ?? '';
  if (shape.kind === 'wrong' && areNeighbours(shape.typed, shape.meant)) values[INDEX.neighbour] = 1;
  if (shape.kind === 'extra') {
    const after = typed[shape.at + 1] ?? '';
    if (areNeighbours(shape.typed, beside) || areNeighbours(shape.typed, after)) values[INDEX.neighbour] = 1;
    if (shape.typed === beside) values[INDEX.doubled] = 1;
  }
  if (shape.kind === 'missing' && shape.meant === beside) values[INDEX.doubled] = 1;
  if (shape.kind === 'wrong' && VOWELS.includes(shape.typed) && VOWELS.includes(shape.meant)) {
    values[INDEX.vowel] = 1;
  }
  if (isEnding(shape, typed)) values[INDEX.inflection] = 1;
  return values;
}

/** What speaks for two words that were typed as one. */
export function splitFeatures(
  model: EnglishModel,
  [first, second]: readonly [number, number],
  around: Surroundings,
): Float64Array {
  const values = new Float64Array(FEATURES.length);
  const { lexicon } = model;
  const joint = lexicon.score(first) + lexicon.score(second) + association(model, first, second) / Math.LN10;
  values[INDEX.split] = 1;
  values[INDEX.score] = joint + 6;
  values[INDEX.checked] = (lexicon.flags(first) & lexicon.flags(second) & CHECKED) === 0 ? 0 : 1;
  values[INDEX.left] = association(model, around.left, first);
  values[INDEX.right] = association(model, second, around.right);
  return values;
}

/** A letter more or less at the end that only inflects: `cable` for `cables`. */
function isEnding(shape: EditShape, typed: string): boolean {
  const letter = shape.typed + shape.meant;
  if (shape.kind !== 'extra' && shape.kind !== 'missing') return false;
  const atEnd = shape.at >= typed.length - (shape.kind === 'extra' ? 1 : 0);
  return atEnd && 'sdrny'.includes(letter);
}

/** An unknown word whose stem is known: `recaulk`, `vasospasms`, `schmorl's`. */
function isInflected({ lexicon }: EnglishModel, typed: string): boolean {
  const stem = typed.replace(/(?:'s|s|es|ed|ing|er)$/, '');
  if (stem !== typed && stem.length >= 4 && lexicon.find(stem) >= 0) return true;
  const bare = typed.replace(/^(?:re|un|non|pre|anti|micro|hyper|hypo)/, '');
  return bare !== typed && bare.length >= 4 && lexicon.find(bare) >= 0;
}

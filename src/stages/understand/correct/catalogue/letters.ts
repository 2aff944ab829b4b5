import { foldCase } from '../../../../text/normalise.ts';
import { simplify } from '../../../../text/simplify.ts';
import type { CatalogueDictionary } from '../../catalogue/catalogue-dictionary.ts';
import { soundKey } from '../../catalogue/sound-table.ts';
import type { ChineseModel } from '../chinese/chinese-model.ts';
import type { Correction, Corrector } from '../correction.ts';
import { waysThrough } from '../ways.ts';
import { letterSounds, type Sound, characterSounds } from './sounds-of.ts';
import { typingSlips } from './typing-slips.ts';

/** Longer texts are no single name. In UTF-16 units. */
const LONGEST_TEXT = 40;
const SHORTEST_NAME = 2;
const LONGEST_NAME = 8;
/** Two initials stand for anything; beside a character they do not. */
const LEAST_INITIALS = 3;
/** Fewer letters are a word of another language with a slip in it as well. */
const LEAST_SLIPPED = 6;
/** Every letter more is ten more ways to slip, each with its ways to be cut. */
const MOST_SLIPPED = 16;
const MOST_WAYS = 8;
const MOST_CANDIDATES = 3;
const TYPED = /^[a-z'\p{Script=Han} ]+$/u;
const PIECES = /\p{Script=Han}+|[a-z']+/gu;
const LETTER = /[a-z]/;
const HAN = /\p{Script=Han}/u;

/**
 * How sure each way to read letters is. What is only nearly spelt so takes their place where it is long; what initials
 * stand for is never certain, so it is searched beside them, or only suggested where others would do.
 */
const CONFIDENCE = {
  nearLong: 0.55,
  nearShort: 0.35,
  initials: 0.35,
  slipLong: 0.4,
  unsure: 0.25,
} as const;

/** Of all that the same initials stand for, the share that one name needs to be searched. */
const DOMINANT_SHARE = 0.5;

interface Meant {
  readonly term: string;
  readonly confidence: number;
}

/**
 * Reads a text typed in letters, or in letters and characters, as one name of the catalogue: as pinyin that is nearly
 * right (`congdianbao`), as initials (`sjk`, `sj壳`), and as pinyin with a slip of the fingers (`shouiike`). Pinyin
 * that is right is another corrector's. A text with a word of the catalogue in letters is left alone.
 */
export function createLettersCorrector(model: ChineseModel, dictionary: CatalogueDictionary): Corrector {
  const syllables = new Set(model.syllables);

  const syllablesOf = (character: string): readonly string[] =>
    model.syllablesOf(character).map((number) => model.syllables[number]!);

  /** The ways in which the pieces, one after the other, are syllables and characters. */
  function soundsIn(pieces: readonly string[]): readonly (readonly Sound[])[] {
    const options = pieces.map((piece) =>
      HAN.test(piece) ? [characterSounds(piece, 0, model)] : letterSounds(piece, 0, syllables),
    );
    return waysThrough(options, MOST_WAYS)
      .map((way) => way.flat())
      .filter(({ length }) => length >= SHORTEST_NAME && length <= LONGEST_NAME);
  }

  /** Names that are said nearly so, with the typed characters where those stand. */
  function namesSaid(sounds: readonly Sound[]): readonly string[] {
    return namesBy(
      sounds.map(({ syllables: said }) => said),
      (term) => sounds.every(({ character }, at) => character === undefined || character === term[at]),
    );
  }

  function namesBy(said: readonly (readonly string[])[], fits: (term: string) => boolean): readonly string[] {
    const terms = waysThrough(said, MOST_WAYS).flatMap((way) => dictionary.said(soundKey(way)));
    return [...new Set(terms)].filter((term) => term.length === said.length && fits(term));
  }

  function nearlySpelt(pieces: readonly string[]): readonly Meant[] {
    return soundsIn(pieces).flatMap((sounds) =>
      namesSaid(sounds).flatMap((term) => {
        const isExact = sounds.every(({ syllables: [typed] }, at) => syllablesOf(term[at]!).includes(typed!));
        if (isExact) return [];
        return { term, confidence: term.length > 2 ? CONFIDENCE.nearLong : CONFIDENCE.nearShort };
      }),
    );
  }

  /** A letter for a character: `sjk` and `sj壳` for 手机壳. */
  function initials(text: string): readonly Meant[] {
    const units = Array.from(text);
    const letters = units.filter((unit) => LETTER.test(unit)).length;
    const least = letters < units.length ? SHORTEST_NAME : LEAST_INITIALS;
    if (letters < least || units.length > LONGEST_NAME || /[' ]/.test(text)) return [];
    const firstOf = (character: string): readonly string[] => [
      ...new Set(syllablesOf(character).map((syllable) => syllable.slice(0, 1))),
    ];
    const names = namesBy(
      units.map((unit) => (LETTER.test(unit) ? [unit] : firstOf(unit))),
      (term) =>
        units.every((unit, at) =>
          LETTER.test(unit) ? firstOf(term[at]!).includes(unit) : unit === term[at],
        ),
    );
    const total = names.reduce((sum, name) => sum + dictionary.frequency(name), 0);
    return names.map((term) => ({
      term,
      confidence:
        dictionary.frequency(term) >= total * DOMINANT_SHARE ? CONFIDENCE.initials : CONFIDENCE.unsure,
    }));
  }

  function slipped(text: string): readonly Meant[] {
    if (text.length < LEAST_SLIPPED || text.length > MOST_SLIPPED || !/^[a-z]+$/.test(text)) return [];
    return typingSlips(text).flatMap((meant) =>
      soundsIn([meant]).flatMap((sounds) =>
        namesSaid(sounds)
          .filter((term) =>
            sounds.every(({ syllables: [said] }, at) => syllablesOf(term[at]!).includes(said!)),
          )
          .map((term) => ({
            term,
            confidence: term.length > 2 ? CONFIDENCE.slipLong : CONFIDENCE.unsure,
          })),
      ),
    );
  }

  return {
    correct(text: string): Correction {
      const plain = foldCase(simplify(text));
      const typed = plain.trim();
      if (text.length > LONGEST_TEXT || plain.length !== text.length) return { candidates: [] };
      if (!TYPED.test(typed) || !LETTER.test(typed)) return { candidates: [] };
      const pieces = typed.match(PIECES) ?? [];
      if (pieces.some((piece) => !HAN.test(piece) && dictionary.frequency(piece) > 0))
        return { candidates: [] };
      const meant = [...nearlySpelt(pieces), ...initials(typed)];
      const start = plain.indexOf(typed);
      const best = new Map<string, number>();
      for (const { term, confidence } of meant.length > 0 ? meant : slipped(typed)) {
        best.set(term, Math.max(confidence, best.get(term) ?? 0));
      }
      const terms = Array.from(best).sort(
        ([a, sure], [b, other]) => other - sure || dictionary.frequency(b) - dictionary.frequency(a),
      );
      return {
        candidates: terms.slice(0, MOST_CANDIDATES).map(([term, confidence]) => ({
          text: text.slice(0, start) + term + text.slice(start + typed.length),
          edits: [{ start, end: start + typed.length, replacement: term }],
          confidence,
        })),
      };
    },
  };
}

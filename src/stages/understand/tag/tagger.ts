import type { Span, TermTag } from '../../../domain/query.ts';
import { charactersOf } from './features.ts';
import { formsIn } from './forms.ts';
import type { TaggedRange } from './labels.ts';
import { PhraseTable } from './phrase-table.ts';
import type { TagModel } from './tag-model.ts';

/** A piece of a text with what it is. */
export interface TaggedSpan extends Span {
  /** `brand`, `product`, `model` … */
  readonly tag: string;
  /** Where that is known from. */
  readonly by: TermTag['by'];
}

/** In order, without overlaps. */
export type Tagger = (text: string) => readonly TaggedSpan[];

export interface TaggerSources {
  /** Values of the catalogue's own fields with their tags, such as `Apple` → `brand`; any case and width. */
  readonly values: ReadonlyMap<string, string>;
  /** Common words with their tags, for what no value covers; with them, numbers with units and codes are told too. */
  readonly lexicon?: ReadonlyMap<string, string>;
  /** For the rest. */
  readonly model?: TagModel;
}

/** Texts longer than this have no tags behind it, in UTF-16 units. */
const LONGEST = 512;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * Tags what the catalogue knows, longest value first; then common words and what is told by its form; the rest by a
 * model.
 */
export function createTagger({ values, lexicon, model }: TaggerSources): Tagger {
  const known = tableOf(values);
  const common = lexicon === undefined ? undefined : tableOf(lexicon);
  return (text) => {
    const head = text.slice(0, LONGEST);
    const characters = charactersOf(head);
    const units = unitsOf(characters);
    const found: TaggedSpan[] = [];
    const add = (ranges: readonly TaggedRange[], by: TermTag['by']): void => {
      const open = ranges.filter(
        (one) => !found.some((other) => one.start < other.end && other.start < one.end),
      );
      found.push(...open.map((range) => ({ ...range, by })));
    };
    const inUnits = (ranges: readonly TaggedRange[]): readonly TaggedRange[] =>
      ranges.map(({ start, end, tag }) => ({ start: units[start]!, end: units[end]!, tag }));
    add(inUnits(phrasesIn(characters, known)), 'dictionary');
    if (common !== undefined) {
      add(formsIn(head), 'form');
      add(inUnits(phrasesIn(characters, common)), 'lexicon');
    }
    if (model !== undefined) add(inUnits(model.tag(head)), 'model');
    return found.sort((a, b) => a.start - b.start);
  };
}

function tableOf(words: ReadonlyMap<string, string>): PhraseTable {
  const folded = Array.from(words, ([word, tag]) => [charactersOf(word).join(''), tag] as const);
  return new PhraseTable(new Map(folded.filter(([word]) => word !== '')));
}

/** From left to right the longest phrase at each place; none that begins or ends inside of a word. */
function phrasesIn(characters: readonly string[], table: PhraseTable): readonly TaggedRange[] {
  const found: TaggedRange[] = [];
  for (let start = 0; start < characters.length; start += 1) {
    if (isInsideWord(characters, start)) continue;
    const longest = table.longestAt(
      characters,
      start,
      (_, length) => !isInsideWord(characters, start + length),
    );
    if (longest === undefined) continue;
    found.push({ start, end: start + longest.length, tag: longest.tag });
    start += longest.length - 1;
  }
  return found;
}

/** Whether both sides of a place are of one word; Chinese and the like write words without blanks. */
function isInsideWord(characters: readonly string[], at: number): boolean {
  return isOfWord(characters[at - 1]) && isOfWord(characters[at]);
}

function isOfWord(character: string | undefined): boolean {
  return character !== undefined && LETTER_OR_DIGIT.test(character) && !IDEOGRAPH.test(character);
}

/** The UTF-16 offset at which each character begins, and where the last one ends. */
function unitsOf(characters: readonly string[]): readonly number[] {
  const units = [0];
  for (const { length } of characters) units.push(units.at(-1)! + length);
  return units;
}

import type { Span } from '../../../domain/query.ts';
import { charactersOf } from './features.ts';
import type { TaggedRange } from './labels.ts';
import { PhraseTable } from './phrase-table.ts';
import type { TagModel } from './tag-model.ts';

/** A piece of a text with what it is. */
export interface TaggedSpan extends Span {
  /** `brand`, `product`, `model` … */
  readonly tag: string;
  /** Where that is known from. */
  readonly by: 'dictionary' | 'model';
}

/** In order, without overlaps. */
export type Tagger = (text: string) => readonly TaggedSpan[];

export interface TaggerSources {
  /** Values of the catalogue's own fields with their tags, such as `Apple` → `brand`; any case and width. */
  readonly values: ReadonlyMap<string, string>;
  /** For what no value covers. */
  readonly model?: TagModel;
}

/** Texts longer than this have no tags behind it, in UTF-16 units. */
const LONGEST = 512;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Tags what the catalogue knows, longest value first, and the rest by a model. */
export function createTagger({ values, model }: TaggerSources): Tagger {
  const folded = Array.from(values, ([value, tag]) => [charactersOf(value).join(''), tag] as const);
  const table = new PhraseTable(new Map(folded.filter(([value]) => value !== '')));
  return (text) => {
    const head = text.slice(0, LONGEST);
    const characters = charactersOf(head);
    const known = valuesIn(characters, table);
    const covered = (range: TaggedRange): boolean =>
      known.some(({ start, end }) => range.start < end && start < range.end);
    const guessed = model === undefined ? [] : model.tag(head).filter((range) => !covered(range));
    const units = unitsOf(characters);
    const placed = (list: readonly TaggedRange[], by: TaggedSpan['by']): readonly TaggedSpan[] =>
      list.map(({ start, end, tag }) => ({ start: units[start]!, end: units[end]!, tag, by }));
    return [...placed(known, 'dictionary'), ...placed(guessed, 'model')].sort((a, b) => a.start - b.start);
  };
}

/** From left to right the longest value at each place; none that begins or ends inside of a word. */
function valuesIn(characters: readonly string[], table: PhraseTable): readonly TaggedRange[] {
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

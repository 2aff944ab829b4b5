import { bertWords } from './bert-normalise.ts';
import { firstIds, isBeforeBlank, type Tokenizer } from './tokenizer.ts';

export interface WordPieceSettings {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownId: number;
  /** Before every piece but a word's first. */
  readonly continuation: string;
  /** Longer words are unknown as a whole. */
  readonly maxWordCharacters: number;
  readonly normalise: (text: string) => string;
  /** Words of a text that is not normalised yet. */
  readonly cut: (text: string) => readonly string[];
  /** Whether each Chinese character is a word by itself. */
  readonly hanApart: boolean;
  /** Words that are found whole before all else. */
  readonly added: readonly AddedWord[];
}

export interface AddedWord {
  readonly content: string;
  readonly id: number;
  /** Whether it is looked for in the normalised text; else in the text as it came. */
  readonly normalised: boolean;
}

/** WordPiece as BERT has it: the longest piece that fits, again and again; a word that cannot be covered is unknown. */
export function createWordPiece(settings: WordPieceSettings): Tokenizer {
  const { vocabulary, unknownId, continuation, maxWordCharacters, normalise, cut, hanApart, added } =
    settings;
  const longest = Math.max(...Array.from(vocabulary.keys(), ({ length }) => length));
  const asTyped = splitter(added.filter(({ normalised }) => !normalised));
  const asNormalised = splitter(
    added.flatMap((word) => (word.normalised ? [{ ...word, content: normalise(word.content) }] : [])),
  );

  function piecesOf(word: string, ids: number[]): void {
    const whole = vocabulary.get(word);
    const tooLong = word.length > maxWordCharacters && Array.from(word).length > maxWordCharacters;
    if (whole !== undefined && !tooLong) {
      ids.push(whole);
      return;
    }
    const before = ids.length;
    let start = tooLong ? word.length : 0;
    while (start < word.length) {
      let end = Math.min(word.length, start + longest);
      let id: number | undefined;
      for (; end > start; end--) {
        const piece = word.slice(start, end);
        id = vocabulary.get(start === 0 ? piece : continuation + piece);
        if (id !== undefined) break;
      }
      if (id === undefined) break;
      ids.push(id);
      start = end;
    }
    if (start === word.length && !tooLong) return;
    ids.length = before;
    ids.push(unknownId);
  }

  function piecesOfAll(words: readonly string[], enough: number, ids: number[]): void {
    for (const word of words) {
      if (ids.length >= enough) return;
      piecesOf(word, ids);
    }
  }

  return {
    kind: 'word-piece',
    size:
      [...vocabulary.values(), ...added.map(({ id }) => id)].reduce((most, id) => Math.max(most, id), 0) + 1,
    encode: (text, limit) => firstIds(text, limit, { encode, isCut }),
  };

  function encode(text: string, enough: number): readonly number[] {
    const ids: number[] = [];
    if (added.length === 0) {
      piecesOfAll(cut(text), enough, ids);
      return ids;
    }
    for (const typed of asTyped(text)) {
      if (typeof typed === 'number') ids.push(typed);
      else {
        for (const part of asNormalised(normalise(typed))) {
          if (typeof part === 'number') ids.push(part);
          else piecesOfAll(bertWords(part), enough, ids);
        }
      }
    }
    return ids;
  }

  // An added word may have a blank in it.
  function isCut(text: string, at: number): boolean {
    return (
      added.length === 0 &&
      (isBeforeBlank(text, at) || (hanApart && HAN.test(text[at]!) && HAN.test(text[at - 1]!)))
    );
  }
}

const HAN = /[\u4e00-\u9fff]/;

/** Cuts a text at added words: what lies between them, and their ids. */
function splitter(words: readonly AddedWord[]): (text: string) => readonly (string | number)[] {
  const ids = new Map(words.flatMap(({ content, id }) => (content === '' ? [] : [[content, id] as const])));
  if (ids.size === 0) return (text) => [text];
  const longestFirst = [...ids.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${longestFirst.map(escaped).join('|')})`, 'u');
  return (text) => text.split(pattern).map((part) => ids.get(part) ?? part);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

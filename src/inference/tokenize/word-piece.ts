import { bertWords } from './bert-normalise.ts';
import { shareRead } from './share-read.ts';
import { charactersFor, firstIds, isBeforeBlank, type Tokenizer } from './tokenizer.ts';
import type { WordReader, WordSink } from './word-reader.ts';

export interface WordPieceSettings {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownId: number;
  /** Before every piece but a word's first. */
  readonly continuation: string;
  /** Longer words are unknown as a whole. */
  readonly maxWordCharacters: number;
  /** Unicode forms that a text is put into before all else; undefined where there are none. */
  readonly form: ((text: string) => string) | undefined;
  /** What is done to a text after that. */
  readonly normalise: (text: string) => string;
  /** Finds the words of a text that is formed, but not normalised yet. */
  readonly reader: WordReader;
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

/** Words whose pieces are remembered: more than a shop's texts are made of. */
const MOST_WORDS = 8192;
/** Longer ones are seldom met again. */
const LONGEST_REMEMBERED = 24;

/** UTF-16 units of a text by which it is told whether it can be read. */
const MOST_READ = 400;

/** WordPiece as BERT has it: the longest piece that fits, again and again; a word that cannot be covered is unknown. */
export function createWordPiece(settings: WordPieceSettings): Tokenizer {
  const { vocabulary, unknownId, continuation, maxWordCharacters, normalise, reader, hanApart, added } =
    settings;
  const form = settings.form ?? ((text: string) => text);
  /** Whether words can be taken one by one: those that are whole stay as they are, whatever follows. */
  const readsAhead = added.length === 0 && settings.form === undefined;
  const longest = Math.max(...Array.from(vocabulary.keys(), ({ length }) => length));
  const asTyped = splitter(added.filter(({ normalised }) => !normalised));
  const asNormalised = splitter(
    added.flatMap((word) => (word.normalised ? [{ ...word, content: normalise(form(word.content)) }] : [])),
  );

  function piecesOf(word: string): readonly number[] {
    const tooLong = word.length > maxWordCharacters && Array.from(word).length > maxWordCharacters;
    if (tooLong) return [unknownId];
    const whole = vocabulary.get(word);
    if (whole !== undefined) return [whole];
    const ids: number[] = [];
    for (let start = 0; start < word.length;) {
      let end = Math.min(word.length, start + longest);
      let id: number | undefined;
      for (; end > start; end--) {
        const piece = word.slice(start, end);
        id = vocabulary.get(start === 0 ? piece : continuation + piece);
        if (id !== undefined) break;
      }
      if (id === undefined) return [unknownId];
      ids.push(id);
      start = end;
    }
    return ids;
  }

  /** By id, without what stands before a word's later pieces; made when somebody asks. */
  let written: readonly string[] | undefined;
  function partsOf(word: string): readonly string[] {
    const ids = piecesOf(word);
    if (ids.includes(unknownId)) return [];
    written ??= writtenBy(vocabulary, continuation);
    return ids.map((id) => written![id]!);
  }

  /** Pieces of words as they are typed. */
  const words = new Map<string, readonly number[]>();
  function piecesOfTyped(typed: string): readonly number[] {
    const known = words.get(typed);
    if (known !== undefined) return known;
    const pieces = piecesOf(reader.written(typed));
    if (typed.length > LONGEST_REMEMBERED) return pieces;
    // To forget all at once costs less than to mind who was asked for last; what is common is soon back.
    if (words.size >= MOST_WORDS) words.clear();
    // Copied: a part of a string keeps the whole alive.
    words.set(Array.from(typed).join(''), pieces);
    return pieces;
  }

  /** Ids of characters that are words, plus one; 0 where nobody has asked yet. */
  const characters = new Int32Array(65_536);
  function idOfCharacter(code: number): number {
    if (characters[code] === 0) characters[code] = piecesOf(String.fromCharCode(code))[0]! + 1;
    return characters[code]! - 1;
  }

  /** At least the first `enough` ids of the text up to before `end`; undefined where only the slow way can tell. */
  function read(text: string, end: number, enough: number): number[] | undefined {
    const ids: number[] = [];
    const sink: WordSink = {
      word(from, start, before) {
        for (const id of piecesOfTyped(from.slice(start, before))) ids.push(id);
        return ids.length >= enough;
      },
      character: (code) => ids.push(idOfCharacter(code)) >= enough,
    };
    return reader.read(text, end, sink) ? ids : undefined;
  }

  function piecesOfAll(all: readonly string[], enough: number, ids: number[]): void {
    for (const word of all) {
      if (ids.length >= enough) return;
      ids.push(...piecesOf(word));
    }
  }

  function encode(text: string, enough: number): readonly number[] {
    const ids: number[] = [];
    if (added.length === 0) {
      const formed = form(text);
      const fast = readsAhead ? undefined : read(formed, formed.length, enough);
      if (fast !== undefined) return fast;
      piecesOfAll(bertWords(normalise(formed)), enough, ids);
      return ids;
    }
    for (const typed of asTyped(text)) {
      if (typeof typed === 'number') ids.push(typed);
      else {
        for (const part of asNormalised(normalise(form(typed)))) {
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

  return {
    kind: 'word-piece',
    size:
      [...vocabulary.values(), ...added.map(({ id }) => id)].reduce((most, id) => Math.max(most, id), 0) + 1,
    readShare: (text) => shareRead(bertWords(normalise(form(text.slice(0, MOST_READ)))), partsOf),
    encode(text, limit) {
      if (readsAhead) {
        const ids = read(text, Math.min(text.length, charactersFor(limit)), limit);
        if (ids !== undefined) return ids.length > limit ? ids.slice(0, limit) : ids;
      }
      return firstIds(text, limit, { encode, isCut });
    },
  };
}

function writtenBy(vocabulary: ReadonlyMap<string, number>, continuation: string): readonly string[] {
  const written: string[] = [];
  for (const [piece, id] of vocabulary)
    written[id] = piece.startsWith(continuation) ? piece.slice(continuation.length) : piece;
  return written;
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

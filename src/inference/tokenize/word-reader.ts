import { bertNormalise, type BertNormalising, bertWords } from './bert-normalise.ts';

// What a character is to BERT; OTHER is left to the slow way.
const [OTHER, LETTER, BLANK, MARK, HAN, NOTHING] = [0, 1, 2, 3, 4, 5];

/** Where characters are that queries and titles are written in: Latin, kana, full-width forms. Han are known by their range. */
const RANGES = [
  [0, 0x24f],
  [0x2010, 0x2027],
  [0x3000, 0x30ff],
  [0xff00, 0xffef],
] as const;
const HAN_RANGE = [0x4e00, 0x9fff] as const;

/** Is given the words of a text, one after another; says whether it has enough. */
export interface WordSink {
  /** A word as it was typed, from `start` to before `end`. */
  word(text: string, start: number, end: number): boolean;
  /** A punctuation mark or a Chinese character, which is a word by itself. */
  character(code: number): boolean;
}

/** Finds words in a text as it was typed, without a new string for any of them. */
export interface WordReader {
  /**
   * Reads the text up to before `end`, or until the sink has enough: the words are those of `bertWords(bertNormalise(text))`.
   * @returns false where a character came that only the slow way knows; then what the sink was given counts for nothing
   */
  read(text: string, end: number, sink: WordSink): boolean;
  /** How a word that was given to a sink is written once it is normalised. */
  written(typed: string): string;
}

/** Characters that every text is made of are looked up; what depends on neighbours is left to the slow way. */
export function createWordReader(settings: BertNormalising): WordReader {
  const kinds = new Uint8Array(65_536);
  /** How letters are written afterwards, by code. */
  const letters: string[] = [];
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCharCode(code);
      kinds[code] = kindOf(character, bertNormalise(character, settings));
      if (kinds[code] === LETTER) letters[code] = bertNormalise(character, settings);
    }
  }
  if (settings.handleChineseChars) kinds.fill(HAN, HAN_RANGE[0], HAN_RANGE[1] + 1);

  return {
    read(text, end, sink) {
      /** Where the word began that goes on; -1 between words. */
      let start = -1;
      for (let at = 0; at < end; at++) {
        const code = text.charCodeAt(at);
        const kind = kinds[code];
        if (kind === LETTER) {
          if (start < 0) start = at;
        } else if (kind === OTHER) {
          return false;
        } else if (kind !== NOTHING) {
          if (start >= 0 && sink.word(text, start, at)) return true;
          start = -1;
          if (kind !== BLANK && sink.character(code)) return true;
        }
      }
      if (start >= 0) sink.word(text, start, end);
      return true;
    },
    written(typed) {
      let word = '';
      for (let at = 0; at < typed.length; at++) word += letters[typed.charCodeAt(at)] ?? '';
      return word;
    },
  };
}

/** What a character is, as it comes out of the slow way alone. */
function kindOf(character: string, normalised: string): number {
  // Marks join what is before them.
  if (/\p{M}/u.test(character)) return OTHER;
  if (normalised === '') return NOTHING;
  if (normalised.trim() === '') return BLANK;
  const words = bertWords(normalised);
  if (words.length !== 1 || words[0] !== normalised) return OTHER;
  if (bertWords(`a${normalised}`).length === 1) return LETTER;
  return normalised === character ? MARK : OTHER;
}

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

/**
 * Normalises and cuts in one go: the same words as `bertWords(bertNormalise(text))`. Characters that every text is made of
 * are looked up; a text with any other goes the slow way, which knows what depends on neighbours.
 */
export function createWordCutter(settings: BertNormalising): (text: string) => readonly string[] {
  const kinds = new Uint8Array(65_536);
  /** How letters are written afterwards, by code. */
  const written: string[] = [];
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCharCode(code);
      kinds[code] = kindOf(character, bertNormalise(character, settings));
      if (kinds[code] === LETTER) written[code] = bertNormalise(character, settings);
    }
  }
  if (settings.handleChineseChars) kinds.fill(HAN, HAN_RANGE[0], HAN_RANGE[1] + 1);

  return (text) => {
    const words: string[] = [];
    let word = '';
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = kinds[code];
      if (kind === LETTER) word += written[code];
      else if (kind === OTHER) return bertWords(bertNormalise(text, settings));
      else if (kind !== NOTHING) {
        if (word !== '') words.push(word);
        word = '';
        if (kind !== BLANK) words.push(text[at]!);
      }
    }
    if (word !== '') words.push(word);
    return words;
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

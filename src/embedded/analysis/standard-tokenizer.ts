import type { Token } from '../reader.ts';
import type { TokenStream, Tokenizer } from './token-stream.ts';
import { WORD_RULES } from './word-classes.ts';

interface Word {
  readonly end: number;
  /** Null for what is no word: blanks, punctuation. */
  readonly type: string | null;
}

/**
 * Lucene's StandardTokenizer: words by Unicode's rules (UAX #29), one token for each Chinese character or
 * hiragana, runs of katakana and hangul. Words over `maxTokenLength` UTF-16 units are cut.
 */
export function standardTokenizer(maxTokenLength = 255): Tokenizer {
  return (text): TokenStream => {
    const tokens: Token[] = [];
    let at = 0;
    while (at < text.length) {
      const { end, type } = asciiWord(text, at) ?? ideograph(text, at) ?? anyWord(text, at);
      if (type !== null) {
        for (let start = at; start < end; start += maxTokenLength) {
          const stop = Math.min(start + maxTokenLength, end);
          tokens.push({ text: text.slice(start, stop), position: tokens.length, start, end: stop, type });
        }
      }
      at = end;
    }
    return { tokens, holes: 0 };
  };
}

function anyWord(text: string, at: number): Word {
  let best: Word | undefined;
  for (const [rule, type] of WORD_RULES) {
    rule.lastIndex = at;
    if (rule.test(text) && rule.lastIndex > (best?.end ?? at)) best = { end: rule.lastIndex, type };
  }
  return best ?? { end: at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1), type: null };
}

/** Most Chinese text: a common ideograph before another, before CJK punctuation or at the end. */
function ideograph(text: string, at: number): Word | undefined {
  const unit = text.charCodeAt(at);
  if (!(unit >= 0x4e00 && unit <= 0x9fff)) return undefined;
  const next = text.charCodeAt(at + 1);
  const alone = (next >= 0x4e00 && next <= 0x9fff) || (next >= 0x3001 && next <= 0x3029) || !(next >= 128);
  return alone ? { end: at + 1, type: '<IDEOGRAPHIC>' } : undefined;
}

const LETTER = 1;
const DIGIT = 2;
const JOINER = 3;
const ASCII = Uint8Array.from({ length: 128 }, (_, unit) => {
  const char = String.fromCharCode(unit);
  if (/[A-Za-z]/.test(char)) return LETTER;
  if (/[0-9]/.test(char)) return DIGIT;
  return char === '_' ? JOINER : 0;
});
const MID_LETTER = ".':";
const MID_NUMBER = ".',;";

/** A word or one other character of plain ASCII; undefined where something else touches it. */
function asciiWord(text: string, from: number): Word | undefined {
  let letters = 0;
  let digits = 0;
  let at = from;
  for (; ; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 128) return undefined;
    const kind = ASCII[unit] ?? 0;
    if (kind === LETTER) letters++;
    else if (kind === DIGIT) digits++;
    else if (kind === 0) {
      const next = text.charCodeAt(at + 1);
      if (next >= 128 && !(next >= 0x4e00 && next <= 0x9fff)) return undefined;
      const before = at === from ? 0 : ASCII[text.charCodeAt(at - 1)];
      const after = ASCII[next] ?? 0;
      const char = text.charAt(at);
      const joins =
        before === after &&
        ((before === LETTER && MID_LETTER.includes(char)) || (before === DIGIT && MID_NUMBER.includes(char)));
      if (!joins || char === '') break;
    }
  }
  if (at === from) return { end: at + 1, type: null };
  if (letters > 0) return { end: at, type: '<ALPHANUM>' };
  return { end: at, type: digits > 0 ? '<NUM>' : null };
}

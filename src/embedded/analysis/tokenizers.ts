import type { Segmenter } from '../../domain/segmenter.ts';
import type { Tokenizer } from './token-stream.ts';
import { numbered } from './token-stream.ts';

function matches(pattern: RegExp): Tokenizer {
  return (text) =>
    numbered(
      Array.from(text.matchAll(pattern), (found): [number, number] => [
        found.index,
        found.index + found[0].length,
      ]),
      text,
    );
}

/** Where Java's Character.isWhitespace splits: separators but for the no-break ones, and some controls. */
const BLANK = String.raw`\p{Zs}\p{Zl}\p{Zp}\t-\r\x1c-\x1f`;
const NO_BREAK = String.raw`\xa0\u2007\u202f`;

export const whitespaceTokenizer = matches(new RegExp(`[^[${BLANK}]--[${NO_BREAK}]]{1,255}`, 'gv'));

export const letterTokenizer = matches(/\p{L}{1,255}/gu);

export const keywordTokenizer: Tokenizer = (text) => ({
  tokens: [{ text, position: 0, start: 0, end: text.length, type: 'word' }],
  holes: 0,
});

export function patternTokenizer(pattern: string): Tokenizer {
  const separator = new RegExp(pattern, 'gu');
  return (text) => {
    const pieces: [number, number][] = [];
    let from = 0;
    for (const found of text.matchAll(separator)) {
      if (found.index > from) pieces.push([from, found.index]);
      from = found.index + found[0].length;
    }
    if (from < text.length) pieces.push([from, text.length]);
    return numbered(pieces, text);
  };
}

/** Chinese words by dictionary, runs of Latin letters and digits kept whole. */
export function segmenterTokenizer(segmenter: Segmenter): Tokenizer {
  return (text) =>
    numbered(
      segmenter.segment(text).map((word): [number, number] => [word.start, word.end]),
      text,
    );
}

import { porterStem } from './porter.ts';
import type { TokenFilter } from './token-stream.ts';
import { keepTokens, mapText } from './token-stream.ts';

/** Nothing to change: lower-case ASCII, digits, common Chinese characters. */
const PLAIN = /^[!-@[-`a-~\u4e00-\u9fff]*$/;

/** Java's Character.toLowerCase, code point by code point: no final sigma, no dot after `İ`. */
export const lowercase = mapText((text) => {
  if (PLAIN.test(text)) return text;
  const lower = text.toLowerCase();
  if (lower.length === text.length && !text.includes('Σ')) return lower;
  return Array.from(text, (char) => {
    if (char === 'İ') return 'i';
    return char.toLowerCase();
  }).join('');
});

export const uppercase = mapText((text) =>
  Array.from(text, (char) => {
    const upper = char.toUpperCase();
    return upper.length === char.length ? upper : char;
  }).join(''),
);

/** Lucene's EnglishPossessiveFilter. */
export const possessive = mapText((text) => text.replace(/['\u2019\uff07][sS]$/, ''));

export const porter = mapText(porterStem);

export const trim = mapText((text) => text.trim());

export function stopFilter(words: ReadonlySet<string>, ignoreCase = false): TokenFilter {
  if (words.size === 0) return (stream) => stream;
  return keepTokens((token) => !words.has(ignoreCase ? token.text.toLowerCase() : token.text));
}

export function lengthFilter(min: number, max: number): TokenFilter {
  return keepTokens((token) => token.text.length >= min && token.text.length <= max);
}

export function truncateFilter(length: number): TokenFilter {
  return mapText((text) => text.slice(0, length));
}

/** Drops a token that another of the same text stands beside at the same position. */
export const removeDuplicates: TokenFilter = (stream) => {
  const seen = new Set<string>();
  let position = -1;
  const tokens = stream.tokens.filter((token) => {
    if (token.position !== position) seen.clear();
    position = token.position;
    if (seen.has(token.text)) return false;
    seen.add(token.text);
    return true;
  });
  return { tokens, holes: stream.holes };
};

/** Each token once in the stream, whatever its position. */
export const uniqueFilter: TokenFilter = (stream) => {
  const seen = new Set<string>();
  return keepTokens((token) => !seen.has(token.text) && seen.add(token.text) !== undefined)(stream);
};

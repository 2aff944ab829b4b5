import type { Token } from '../reader.ts';
import type { TokenFilter, TokenStream, Tokenizer } from './token-stream.ts';

export interface GramOptions {
  /** In code points. */
  readonly min: number;
  readonly max: number;
  /** Only grams that begin where the text begins. */
  readonly edge: boolean;
  readonly preserveOriginal?: boolean;
}

/** Characters that belong to tokens, by the names of Elasticsearch's `token_chars`. */
export const TOKEN_CHARS: Readonly<Record<string, string>> = {
  letter: '\\p{L}',
  digit: '\\p{Nd}',
  whitespace: '\\s',
  punctuation: '\\p{P}',
  symbol: '\\p{S}',
};

/** Lucene's NGramTokenizer and EdgeNGramTokenizer: every gram is at a position of its own. */
export function gramTokenizer(options: GramOptions, tokenChars: readonly string[]): Tokenizer {
  const classes = tokenChars.map((name) => TOKEN_CHARS[name] ?? '').join('');
  const run = classes === '' ? /[^]+/gu : new RegExp(`[${classes}]+`, 'gu');
  return (text): TokenStream => {
    const tokens: Token[] = [];
    for (const found of text.matchAll(run)) {
      const starts = codePointStarts(found[0]);
      for (const [from, to] of grams(starts.length - 1, options)) {
        const start = found.index + (starts[from] ?? 0);
        const end = found.index + (starts[to] ?? 0);
        tokens.push({ text: text.slice(start, end), position: tokens.length, start, end, type: 'word' });
      }
    }
    return { tokens, holes: 0 };
  };
}

/** Lucene's NGramTokenFilter and EdgeNGramTokenFilter: grams stand at the position of their word. */
export function gramFilter(options: GramOptions): TokenFilter {
  return (stream) => {
    const tokens = stream.tokens.flatMap((token) => {
      const starts = codePointStarts(token.text);
      const length = starts.length - 1;
      const out = grams(length, options).map(([from, to]): Token => ({
        ...token,
        text: token.text.slice(starts[from], starts[to]),
      }));
      const missing = length < options.min || length > options.max;
      return options.preserveOriginal === true && missing ? [...out, token] : out;
    });
    const last = stream.tokens.at(-1)?.position ?? -1;
    return { tokens, holes: stream.holes + last - (tokens.at(-1)?.position ?? -1) };
  };
}

function grams(length: number, { min, max, edge }: GramOptions): [number, number][] {
  const out: [number, number][] = [];
  for (let from = 0; from < (edge ? Math.min(1, length) : length); from++) {
    for (let size = min; size <= max && from + size <= length; size++) out.push([from, from + size]);
  }
  return out;
}

/** Offsets of each code point, and of the end. */
function codePointStarts(text: string): number[] {
  const starts = [0];
  for (const char of text) starts.push((starts.at(-1) ?? 0) + char.length);
  return starts;
}

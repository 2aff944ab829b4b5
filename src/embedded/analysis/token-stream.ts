import type { Analyzer, Token } from '../reader.ts';

/** What comes out of a tokenizer or filter. */
export interface TokenStream {
  readonly tokens: readonly Token[];
  /** Positions that were removed after the last token; they count towards the next value's position. */
  readonly holes: number;
}

export type CharFilter = (text: string) => FilteredText;

/** Text after a character filter, with the way back to offsets of the text before it. */
export interface FilteredText {
  readonly text: string;
  original(offset: number): number;
}

export type Tokenizer = (text: string) => TokenStream;
export type TokenFilter = (stream: TokenStream) => TokenStream;

export interface AnalyzerParts {
  readonly name: string;
  readonly charFilters?: readonly CharFilter[];
  readonly tokenizer: Tokenizer;
  readonly filters?: readonly TokenFilter[];
  readonly positionIncrementGap?: number;
}

/** A tokenizer and the filters behind it. */
export class ChainAnalyzer implements Analyzer {
  readonly name: string;
  readonly positionIncrementGap: number;
  readonly #charFilters: readonly CharFilter[];
  readonly #tokenizer: Tokenizer;
  readonly #filters: readonly TokenFilter[];

  constructor(parts: AnalyzerParts) {
    this.name = parts.name;
    this.positionIncrementGap = parts.positionIncrementGap ?? 100;
    this.#charFilters = parts.charFilters ?? [];
    this.#tokenizer = parts.tokenizer;
    this.#filters = parts.filters ?? [];
  }

  tokens(text: string): readonly Token[] {
    return this.stream(text).tokens;
  }

  stream(text: string): TokenStream {
    const maps: FilteredText[] = [];
    for (const charFilter of this.#charFilters) maps.push(charFilter(maps.at(-1)?.text ?? text));
    let stream = this.#tokenizer(maps.at(-1)?.text ?? text);
    for (const filter of this.#filters) stream = filter(stream);
    if (maps.length === 0) return stream;
    const back = (offset: number): number => maps.reduceRight((at, map) => map.original(at), offset);
    const tokens = stream.tokens.map((token) => ({
      ...token,
      start: back(token.start),
      end: back(token.end),
    }));
    return { tokens, holes: stream.holes };
  }
}

/** Text pieces with offsets, numbered in order. */
export function numbered(pieces: Iterable<readonly [start: number, end: number]>, text: string): TokenStream {
  const tokens: Token[] = [];
  for (const [start, end] of pieces) {
    tokens.push({ text: text.slice(start, end), position: tokens.length, start, end, type: 'word' });
  }
  return { tokens, holes: 0 };
}

/** A filter that changes the text of each token and nothing else. */
export function mapText(change: (text: string) => string): TokenFilter {
  return (stream) => {
    // Most tokens stay as they are: a copy is made for the first that changes only.
    let changed: Token[] | undefined;
    for (let i = 0; i < stream.tokens.length; i++) {
      const token = stream.tokens[i] as Token;
      const text = change(token.text);
      if (text === token.text) continue;
      changed ??= stream.tokens.slice();
      changed[i] = { ...token, text };
    }
    return changed === undefined ? stream : { tokens: changed, holes: stream.holes };
  };
}

/** A filter that drops tokens and leaves their positions empty. */
export function keepTokens(keep: (token: Token) => boolean): TokenFilter {
  return (stream) => {
    if (stream.tokens.every(keep)) return stream;
    const tokens = stream.tokens.filter(keep);
    const last = stream.tokens.at(-1)?.position ?? -1;
    return { tokens, holes: stream.holes + last - (tokens.at(-1)?.position ?? -1) };
  };
}

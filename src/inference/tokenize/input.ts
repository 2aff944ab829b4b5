import type { OpenedTokenizer } from './open.ts';
import { type Part, specialTokens } from './template.ts';
import type { Tokenizer } from './tokenizer.ts';

/** One row of a batch, special tokens included, not padded. */
export interface Input {
  readonly ids: Int32Array;
  /** Token type (segment) of each id. */
  readonly types: Uint8Array;
}

export interface InputLimits {
  /** With special tokens. */
  readonly maxTokens: number;
  /** Of the query in a pair, without special tokens. */
  readonly maxQueryTokens: number;
}

/** Makes a model's inputs out of texts. */
export interface InputBuilder {
  /** Texts each by itself. */
  single(text: string): Input;
  /** The query, read once, with one of many documents; where both are too long the document is cut. */
  pairs(query: string): (text: string) => Input;
  /** As {@link Tokenizer.readShare}; undefined where that cannot be told. */
  readShare(text: string): number | undefined;
}

/** `documents` reads the second texts of pairs, if another tokenizer of the same kind is to do that. */
export function createInputBuilder(
  opened: Pick<OpenedTokenizer, 'tokenizer' | 'templates'>,
  limits: InputLimits,
  documents: Tokenizer = opened.tokenizer,
): InputBuilder {
  const { tokenizer, templates } = opened;
  const roomSingle = limits.maxTokens - specialTokens(templates.single);
  const roomPair = limits.maxTokens - specialTokens(templates.pair);
  return {
    single: (text) => fill(templates.single, { A: tokenizer.encode(text, roomSingle), B: [] }),
    readShare: (text) => tokenizer.readShare?.(text),
    pairs(query) {
      const A = tokenizer.encode(query, Math.min(limits.maxQueryTokens, roomPair));
      return (text) => fill(templates.pair, { A, B: documents.encode(text, roomPair - A.length) });
    },
  };
}

function fill(parts: readonly Part[], texts: Readonly<Record<'A' | 'B', readonly number[]>>): Input {
  let length = 0;
  for (const part of parts) length += idsOf(part, texts).length;
  const input = { ids: new Int32Array(length), types: new Uint8Array(length) };
  let at = 0;
  for (const part of parts) {
    const ids = idsOf(part, texts);
    input.ids.set(ids, at);
    if (part.type !== 0) input.types.fill(part.type, at, at + ids.length);
    at += ids.length;
  }
  return input;
}

function idsOf(part: Part, texts: Readonly<Record<'A' | 'B', readonly number[]>>): readonly number[] {
  return part.kind === 'ids' ? part.ids : texts[part.which];
}

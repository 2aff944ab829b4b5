import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createInputBuilder } from '../../../../src/inference/tokenize/input.ts';
import { openTokenizer } from '../../../../src/inference/tokenize/open.ts';

/** What Python's `tokenizers` makes of the same texts. */
interface Vectors {
  readonly singles: readonly (readonly [string, readonly number[]])[];
  readonly pairs: readonly (readonly [string, string, readonly number[], readonly number[]])[];
}

const FOLDER = new URL('../../../fixtures/inference/tokenizers/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

describe.each([
  ['word-piece', 'word-piece'],
  ['word-piece-cased', 'word-piece'],
  ['word-piece-nfkc', 'word-piece'],
  ['word-piece-added', 'word-piece'],
  ['word-piece-split', 'library'],
  ['byte-pair', 'library'],
  ['unigram', 'library'],
])("%s against Python's tokenizers", (name, kind) => {
  const opened = openTokenizer(read(`${name}.tokenizer.json`));
  const { singles, pairs } = JSON.parse(read(`${name}.vectors.json`)) as Vectors;

  test('is read by the tokenizer meant for it', () => {
    expect(opened.tokenizer.kind).toBe(kind);
  });

  test('texts have the same ids', () => {
    const builder = createInputBuilder(opened, { maxTokens: 4096, maxQueryTokens: 24 });
    const ours = singles.map(([text]) => [text, Array.from(builder.single(text).ids)]);
    expect(ours).toEqual(singles);
  });

  test('pairs have the same ids and types, cut in the document', () => {
    const builder = createInputBuilder(opened, { maxTokens: 16, maxQueryTokens: 24 });
    const ours = pairs.map(([query, text]) => {
      const { ids, types } = builder.pairs(query)(text);
      return [query, text, Array.from(ids), Array.from(types)];
    });
    expect(ours).toEqual(pairs);
  });

  test('no input is longer than allowed, and every id is one of the vocabulary', () => {
    const builder = createInputBuilder(opened, { maxTokens: 12, maxQueryTokens: 4 });
    const pairOf = builder.pairs('usb c charging cable one metre black');
    for (const [text] of singles) {
      for (const { ids } of [builder.single(text), pairOf(text)]) {
        expect(ids.length).toBeLessThanOrEqual(12);
        expect(Math.max(...ids)).toBeLessThan(opened.tokenizer.size);
      }
    }
  });
});

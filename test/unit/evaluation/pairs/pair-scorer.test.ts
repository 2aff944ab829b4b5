import { describe, expect, test } from '@jest/globals';
import type { CrossEncoder } from '../../../../src/domain/cross-encoder.ts';
import type { TextEncoder } from '../../../../src/domain/text-encoder.ts';
import {
  crossEncoderScorer,
  encoderScorer,
  LEXICAL,
  scorePairs,
} from '../../../../src/evaluation/pairs/pair-scorer.ts';

const pairs = [
  { query: 'a', text: 'ab', label: 1 },
  { query: 'b', text: 'x', label: 0 },
  { query: 'a', text: 'c', label: 0 },
];

describe('pairs are scored', () => {
  test('those of a query together, in their own order', async () => {
    const asked: unknown[] = [];
    const done: number[] = [];
    const scorer = {
      name: 'length',
      score: async (query: string, texts: readonly string[]) => {
        asked.push([query, texts]);
        return texts.map(({ length }) => length);
      },
    };
    expect([...(await scorePairs(pairs, scorer, (count) => done.push(count)))]).toEqual([2, 1, 1]);
    expect(asked).toEqual([
      ['a', ['ab', 'c']],
      ['b', ['x']],
    ]);
    expect(done).toEqual([2, 3]);
  });

  test('by the characters that a text shares with the query', async () => {
    expect([...(await scorePairs(pairs, LEXICAL, () => undefined))]).toEqual([1, 0, 0]);
  });
});

describe('a cross-encoder', () => {
  const encoder = (...passes: readonly (readonly (number | null)[])[]): CrossEncoder => ({
    score: async () => ({
      kind: 'scored',
      passes: passes.map((scores) => ({ modelId: 'm', scores, depth: 0 })) as never,
      shrunk: 'none',
    }),
  });

  test('counts by its dearest model that looked at every text', async () => {
    const scorer = crossEncoderScorer('ce', encoder([1, 2], [3, 4], [5, null]));
    expect(await scorer.score('q', ['a', 'b'])).toEqual([3, 4]);
  });

  test('that has no score for some text measures nothing', async () => {
    const scorer = crossEncoderScorer('ce', encoder([1, null]));
    await expect(scorer.score('q', ['a', 'b'])).rejects.toThrow(
      'ce gave no scores: some texts have no score',
    );
  });

  test('that does not answer says why', async () => {
    const broken: CrossEncoder = {
      score: async () => ({ kind: 'unanswered', reason: 'failed', detail: 'opset 99' }),
    };
    await expect(crossEncoderScorer('ce', broken).score('q', ['a'])).rejects.toThrow(
      'ce gave no scores: opset 99',
    );
  });
});

test('a text encoder counts by the cosine of its vectors, of queries and documents apart', async () => {
  const vectors = new Map([
    ['query q', [2, 0]],
    ['document a', [3, 0]],
    ['document b', [0, 1]],
    ['document c', [0, 0]],
  ]);
  const encoder: TextEncoder = {
    modelId: 'm',
    dims: 2,
    encode: async (texts, { as }) => ({
      kind: 'encoded',
      vectors: Float32Array.from(texts.flatMap((text) => vectors.get(`${as} ${text}`) ?? [])),
    }),
  };
  expect(await encoderScorer('be', encoder).score('q', ['a', 'b', 'c'])).toEqual([1, 0, 0]);
});

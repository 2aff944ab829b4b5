import { describe, expect, test } from '@jest/globals';
import { type Query, typedQuery } from '../../../../src/domain/query.ts';
import { relax } from '../../../../src/stages/rewrite/relax.ts';
import { aContext } from '../../pipeline/fixtures.ts';

function wordsOf(text: string): Query {
  let start = 0;
  const slots = text.split(' ').map((word) => {
    const slot = {
      span: { start, end: start + word.length },
      key: word,
      alternatives: [{ terms: [word], weight: 1, origin: 'user' }],
    };
    start += word.length + 1;
    return slot;
  });
  return { ...typedQuery(text), slots };
}

async function ways(query: Query, counts: Readonly<Record<string, number>> = {}, options = {}) {
  const ctx = aContext({ count: async (texts) => texts.map((text) => counts[text] ?? null) });
  const relaxed = await relax(options).run(query, ctx);
  return relaxed.map(({ name, query: { slots, text } }) => [
    name,
    slots.length === 0 ? text : slots.map(({ key }) => key).join(' '),
  ]);
}

describe('asking for less', () => {
  test('gives up words that nobody has, then the commonest, and keeps what the thing is', async () => {
    const counts = { zzz: 0, red: 900, leather: 40, shoes: 5000 };
    expect(await ways(wordsOf('zzz red leather shoes'), counts)).toEqual([
      ['modifiers', 'red leather shoes'],
      ['modifiers', 'leather shoes'],
      ['modifiers', 'shoes'],
    ]);
  });

  test('asks first for what was probably meant, where that was only suggested', async () => {
    const spelling = {
      original: 'red shoos',
      used: 'red shoos',
      suggested: 'red shoes',
      outcome: 'suggested' as const,
      confidence: 0.6,
    };
    const query = { ...wordsOf('red shoos'), spelling };
    expect(await ways(query, { red: 1, shoos: 0 })).toEqual([
      ['correct', 'red shoes'],
      ['modifiers', 'red'],
    ]);
    expect(await ways(query, { red: 1, shoos: 0 }, { rungs: ['modifiers'] })).toEqual([['modifiers', 'red']]);
    expect(await ways({ ...query, spelling: { ...spelling, outcome: 'replaced' } })).toEqual([]);
  });

  test('leaves alone a single word, words that nobody could count, and texts that were pasted', async () => {
    expect(await ways(wordsOf('shoes'), { shoes: 0 })).toEqual([]);
    expect(await ways(wordsOf('red shoes'))).toEqual([]);
    expect(await ways(wordsOf('red shoes'), { red: 0, shoes: 0 })).toEqual([]);
    expect(await ways(wordsOf(Array.from({ length: 20 }, (_, at) => `w${at}`).join(' ')), { w1: 0 })).toEqual(
      [],
    );
  });

  test('refuses rungs that there are not', () => {
    expect(() => relax({ rungs: ['magic'] })).toThrow('"rungs" must be some of correct, modifiers');
  });
});

import { describe, expect, test } from '@jest/globals';
import { type Query, typedQuery } from '../../../../src/domain/query.ts';
import { relax } from '../../../../src/stages/rewrite/relax.ts';
import type { Reread } from '../../../../src/pipeline/stage.ts';
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

/** Cuts at blanks; knows other words for trainers where they stand alone, as an anchored rule does. */
const reread: Reread = async (query) => {
  const words = wordsOf(query.text).slots;
  const [only] = words;
  const isAlone = words.length === 1 && only?.key === 'trainers';
  const sneakers = { terms: ['sneakers'], weight: 1, origin: 'rule' };
  return {
    ...query,
    slots: isAlone ? [{ ...only!, alternatives: [...only!.alternatives, sneakers] }] : words,
  };
};

async function ways(query: Query, counts: Readonly<Record<string, number>> = {}, options = {}) {
  const ctx = aContext({ count: async (texts) => texts.map((text) => counts[text] ?? null) });
  const relaxed = await relax(options).run(query, ctx, reread);
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

  test('of words that the catalogue holds, those that say least go first', async () => {
    const query = wordsOf('cheap leather shoes');
    const tag = { name: 'modifier', weight: 0.1, optional: true, by: 'lexicon' as const };
    const [cheap, ...others] = query.slots;
    const tagged = { ...query, slots: [{ ...cheap!, tag }, ...others] };
    expect(await ways(tagged, { cheap: 3, leather: 40, shoes: 50 })).toEqual([
      ['modifiers', 'leather shoes'],
      ['modifiers', 'shoes'],
    ]);
  });

  test('a word counts by whichever of its ways the catalogue holds', async () => {
    const query = wordsOf('zzz trainers');
    const [first, last] = query.slots;
    const sneakers = { terms: ['sneakers'], weight: 1, origin: 'rule' };
    const said = {
      ...query,
      slots: [first!, { ...last!, alternatives: [...last!.alternatives, sneakers] }],
    };
    expect(await ways(said, { zzz: 0, trainers: 0, sneakers: 7 })).toEqual([['modifiers', 'trainers']]);
  });

  test('then says otherwise what is left, where rules know another way without the other words', async () => {
    const query = wordsOf('zzz cheap trainers');
    const rungs = async (options = {}, counts = [0, 40, 1]) => {
      const ctx = aContext({ count: async () => counts });
      return relax(options).run(query, ctx, reread);
    };
    const found = await rungs();
    expect(found.map(({ name, dropped }) => [name, dropped])).toEqual([
      ['modifiers', ['zzz']],
      ['modifiers', ['zzz', 'cheap']],
      ['synonyms', ['zzz', 'cheap']],
    ]);
    const { slots, typed } = found.at(-1)!.query;
    expect([typed, slots.map(({ alternatives }) => alternatives.map(({ terms }) => terms.join()))]).toEqual([
      'zzz cheap trainers',
      [['trainers', 'sneakers']],
    ]);
    // Also where the catalogue has none of the words.
    expect((await rungs({}, [0, 0, 0])).map(({ name }) => name)).toEqual(['synonyms']);
    expect((await rungs({ rungs: ['synonyms'] })).map(({ name }) => name)).toEqual(['synonyms']);
    expect((await rungs({ rungs: ['modifiers'] })).map(({ name }) => name)).toEqual([
      'modifiers',
      'modifiers',
    ]);
  });

  test('what was meant is understood anew, with the rules for its words alone', async () => {
    const spelling = {
      original: 'trainrs',
      used: 'trainrs',
      suggested: 'trainers',
      outcome: 'suggested' as const,
      confidence: 0.6,
    };
    const hidden = {
      clause: { must: [], should: [], mustNot: [], phrase: null, raw: '{}' },
      origin: 'typed',
    };
    const query = { ...wordsOf('trainrs'), spelling, filters: [hidden] };
    const [meant] = await relax().run(query, aContext(), reread);
    expect(meant?.query.slots.map(({ alternatives }) => alternatives.length)).toEqual([2]);
    expect(meant?.query.filters).toEqual([]);
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
    expect(() => relax({ rungs: ['magic'] })).toThrow(
      '"rungs" must be some of correct, modifiers, synonyms, vectors',
    );
  });
});

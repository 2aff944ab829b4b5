import { describe, expect, test } from '@jest/globals';
import { type Query, type Slot, typedQuery } from '../../../../src/domain/query.ts';
import { createTagger } from '../../../../src/stages/understand/tag/tagger.ts';
import { tag, type TaggerChoice } from '../../../../src/stages/understand/tag.ts';
import { aContext } from '../../pipeline/fixtures.ts';

const values = new Map([
  ['New Balance', 'brand'],
  ['running shoes', 'product'],
  ['苹果', 'brand'],
  ['手机壳', 'product'],
]);
const lexicon = new Map([
  ['black', 'colour'],
  ['cheap', 'modifier'],
  ['for', 'stop'],
  ['的', 'stop'],
  ['便宜', 'modifier'],
]);
const tagger = createTagger({ values, lexicon });
const choices: TaggerChoice[] = [];
const taggersFor = (choice: TaggerChoice) => {
  choices.push(choice);
  return () => tagger;
};

function cut(text: string, words: readonly string[]): Query {
  const query = typedQuery(text);
  let at = 0;
  const slots = words.map((word): Slot => {
    const start = text.indexOf(word, at);
    at = start + word.length;
    const alternatives = [{ terms: [word], weight: 1, origin: 'user' }];
    return { span: { start, end: at }, key: word.toLowerCase(), alternatives };
  });
  return { ...query, slots };
}

async function tagged(query: Query, options = {}): Promise<readonly (string | undefined)[]> {
  const { slots } = await tag({ taggersFor }, options).run(query, aContext());
  return slots.map((slot) => slot.tag?.name);
}

describe('tag', () => {
  test('words of a value have its tag; others what the lexicon and their form say', async () => {
    const query = cut('cheap black New Balance running shoes for 2 kg m990v5', [
      'cheap',
      'black',
      'New',
      'Balance',
      'running',
      'shoes',
      'for',
      '2',
      'kg',
      'm990v5',
    ]);
    expect(await tagged(query)).toEqual([
      'modifier',
      'colour',
      'brand',
      'brand',
      'product',
      'product',
      'stop',
      'quantity',
      'quantity',
      'model',
    ]);
  });

  test('a word that only holds a value is none: 目的地 is not 的', async () => {
    expect(await tagged(cut('便宜的目的地', ['便宜', '的', '目的地']))).toEqual([
      'modifier',
      'stop',
      undefined,
    ]);
  });

  test('says weight, source and whether a word may be left out, also in explain', async () => {
    const notes: unknown[] = [];
    const stage = tag({ taggersFor }, { weights: { modifier: 0.2 }, optional: ['modifier'] });
    const query = await stage.run(cut('便宜的苹果', ['便宜', '的', '苹果']), {
      ...aContext(),
      note: (value) => void notes.push(value),
    });
    expect(query.slots.map((slot) => slot.tag)).toEqual([
      { name: 'modifier', weight: 0.2, optional: true, by: 'lexicon' },
      { name: 'stop', weight: 0.1, optional: false, by: 'lexicon' },
      { name: 'brand', weight: 1, optional: false, by: 'dictionary' },
    ]);
    expect(notes).toEqual([
      {
        tags: [
          { word: '便宜', name: 'modifier', weight: 0.2, optional: true, by: 'lexicon' },
          { word: '的', name: 'stop', weight: 0.1, optional: false, by: 'lexicon' },
          { word: '苹果', name: 'brand', weight: 1, optional: false, by: 'dictionary' },
        ],
      },
    ]);
  });

  test('a query of which nothing is known stays the same object', async () => {
    const query = cut('unknown words', ['unknown', 'words']);
    expect(await tag({ taggersFor }).run(query, aContext())).toBe(query);
    const uncut = typedQuery('cheap');
    expect(await tag({ taggersFor }).run(uncut, aContext())).toBe(uncut);
  });

  test('hands its choice of model and fields on, and renames a model’s tags', async () => {
    const options = { model: 'm.bin', fields: { maker: 'brand' }, names: { brand: 'HPPX' } };
    expect(await tagged(cut('苹果', ['苹果']), options)).toEqual(['HPPX']);
    expect(choices.at(-1)).toEqual({ model: 'm.bin', fields: new Map([['maker', 'brand']]) });
  });

  test.each([
    [{ weights: { stop: 2 } }, '"weights" must be tags with a number from 0 to 1 each'],
    [{ fields: ['brand'] }, '"fields" must be fields with a tag each'],
    [{ optional: 'stop' }, '"optional" must be a list of texts'],
    [{ tagger: 'x' }, 'has no option "tagger"'],
  ])('%j is refused', (options, message) => {
    expect(() => tag({ taggersFor }, options)).toThrow(message);
  });
});

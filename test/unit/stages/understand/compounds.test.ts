import { describe, expect, test } from '@jest/globals';
import { type Query, typedQuery } from '../../../../src/domain/query.ts';
import type { StageContext } from '../../../../src/pipeline/stage.ts';
import { compounds } from '../../../../src/stages/understand/compounds.ts';
import type { CatalogueDictionary } from '../../../../src/stages/understand/catalogue/catalogue-dictionary.ts';
import { dictionaryOf } from './catalogue/small-dictionary.ts';
import { aContext } from '../../pipeline/fixtures.ts';

interface Given {
  readonly catalogue?: CatalogueDictionary;
  readonly weight?: number;
}

/** A query of words parted by blanks, in an index that holds these texts. */
async function written(typed: string, held: readonly string[], given: Given = {}) {
  const { catalogue, ...options } = given;
  const asked: string[] = [];
  const ctx: StageContext = {
    ...aContext(),
    count: async (texts) => {
      asked.push(...texts);
      return texts.map((text) => (held.includes(text) ? 3 : 0));
    },
  };
  const slots = Array.from(typed.matchAll(/\S+/g), (word) => ({
    span: { start: word.index, end: word.index + word[0].length },
    key: word[0].toLowerCase(),
    alternatives: [{ terms: [word[0]], weight: 1, origin: 'user' }],
  }));
  const query: Query = { ...typedQuery(typed), slots };
  const after = await compounds({ dictionaryOf: () => catalogue }, options).run(query, ctx);
  const others = after.slots.map(({ alternatives }) =>
    alternatives.slice(1).map(({ terms, weight }) => `${terms.join('+')}^${weight}`),
  );
  return { asked, others, same: after === query };
}

describe('compounds', () => {
  test('a word is also searched apart where the index writes it so', async () => {
    expect(await written('iPhone15 case', ['iPhone 15'])).toEqual({
      asked: ['iPhone 15'],
      others: [['iPhone+15^0.9'], []],
      same: false,
    });
    expect((await written('s24ultra', ['s 24 ultra'])).others).toEqual([['s+24+ultra^0.9']]);
  });

  test('neighbours are also searched as one word', async () => {
    expect((await written('iphone 15 case', ['iphone15'], { weight: 0.5 })).others).toEqual([
      ['iphone15^0.5'],
      ['iphone15^0.5'],
      [],
    ]);
  });

  test.each([
    ['the index writes it as the user did', 'iphone15', [], ['iphone 15']],
    ['there are no digits', 'wireless headphones', [], []],
    ['there are only digits', '2024 15', [], []],
    ['the number is too long to be a model', 'order 123456789', [], []],
    ['a part number has too many parts', 'a1b2c3d4', [], []],
  ])('nothing changes where %s', async (_, typed, held, asked) => {
    expect(await written(typed, held)).toMatchObject({ same: true, asked });
  });

  test('with a dictionary of the catalogue a word is parted where it knows both parts, and joined where it knows the whole', async () => {
    const catalogue = dictionaryOf({ 'Galaxy S24 case': 3 });
    expect(await written('galaxys24', ['galaxy s24'], { catalogue })).toMatchObject({
      asked: ['galaxys 24', 'galaxy s24'],
      others: [['galaxy+s24^0.9']],
    });
    const joined = dictionaryOf({ 'galaxys24 case': 3 });
    expect(await written('galaxy s24', ['galaxys24'], { catalogue: joined })).toMatchObject({
      asked: ['galaxys24', 's 24'],
      others: [['galaxys24^0.9'], ['galaxys24^0.9']],
    });
  });

  test('asks about a few at most', async () => {
    const typed = Array.from({ length: 40 }, (_, at) => `model${at}x`).join(' ');
    expect((await written(typed, [])).asked).toHaveLength(8);
  });
});

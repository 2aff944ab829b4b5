import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Query, typedQuery } from '../../../../src/domain/query.ts';
import type { Segmenter } from '../../../../src/domain/segmenter.ts';
import type { QueryStage, StageContext } from '../../../../src/pipeline/stage.ts';
import { createSegmenter } from '../../../../src/segmenter/segmenter.ts';
import { normalise } from '../../../../src/stages/understand/normalise.ts';
import { findPrice } from '../../../../src/stages/understand/quantities/find.ts';
import { quantities } from '../../../../src/stages/understand/quantities.ts';
import { segment } from '../../../../src/stages/understand/segment.ts';
import { aContext } from '../../pipeline/fixtures.ts';

const index = {
  name: 'products',
  kind: 'index' as const,
  meta: {},
  fields: new Map([['price', { type: 'integer', analyzer: null, hanCut: null }]]),
};
const context = (described?: typeof index): StageContext => ({
  ...aContext(),
  index: described,
});
const run = async (stage: QueryStage, query: Query, described?: typeof index): Promise<Query> =>
  stage.run(query, context(described));

let segmenter: Segmenter;
beforeAll(async () => {
  const file = 'dictionaries/commerce.dict.txt';
  const loaded = await createSegmenter({
    userDictionaries: [{ file, text: readFileSync(file, 'utf8') }],
    hmm: 'off',
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  segmenter = loaded.segmenter;
});

const words = async (typed: string): Promise<Query> =>
  run(segment({ segmenterOf: () => segmenter }), await run(normalise(), typedQuery(typed)));
const understood = async (typed: string, options = {}): Promise<Query> =>
  run(quantities(options), await words(typed), index);
const ways = ({ slots }: Query): readonly (readonly string[])[] =>
  slots.map(({ alternatives }) => alternatives.map(({ terms }) => terms.join(' ')));

describe('a number with a unit', () => {
  test.each([
    [
      '兩千毫安充電寶',
      [
        ['两千毫安', '2000mAh', '2000 mAh', '2000毫安'],
        ['充电宝', '充電寶'],
      ],
    ],
    ['20000毫安充电宝', [['20000毫安', '20000mAh', '20000 mAh'], ['充电宝']]],
    ['usb cable 2 m', [['usb'], ['cable'], ['2'], ['m']]],
    ['1.5米数据线', [['1.5米', '1.5m', '1.5 m'], ['数据线']]],
    ['charger 100w', [['charger'], ['100w', '100 W', '100瓦']]],
    ['charger 100 W', [['charger'], ['100 W', '100W', '100瓦']]],
  ])('%s can be written in other ways', async (typed, expected) => {
    expect(ways(await understood(typed))).toEqual(expected);
  });

  test.each(['5g手机', '三星手机', '一次性手套', '四件套', 'iphone15', 'WH-1000XM5', '3m胶带', '百事可乐'])(
    '%s stays as it is',
    async (typed) => {
      const query = await words(typed);
      expect(await run(quantities(), query, index)).toBe(query);
    },
  );

  test('its slot spans what was typed', async () => {
    const typed = '２０Ｗ　充电器';
    const { slots } = await understood(typed);
    expect(slots.map(({ span }) => typed.slice(span.start, span.end))).toEqual(['２０Ｗ', '充电器']);
  });
});

describe('a price', () => {
  test.each([
    ['一百块以下的手机壳', null, 100],
    ['手机壳 一百块以下', null, 100],
    ['100元以内 手机壳', null, 100],
    ['不超过两百元的耳机', null, 200],
    ['headphones under $50', null, 50],
    ['laptop bag less than 80 dollars', null, 80],
    ['五百元以上的键盘', 500, null],
    ['keyboard over £100', 100, null],
    ['100到200元的键盘', 100, 200],
    ['keyboard between $100 and $200', 100, 200],
    ['keyboard $100-$200', 100, 200],
    ['100元左右的鼠标', 80, 120],
  ])('%s', async (typed, min, max) => {
    const query = await understood(typed, { price: 'hard' });
    const range = { ...(min !== null && { gte: min }), ...(max !== null && { lte: max }) };
    expect(query.filters.map(({ clause }) => clause.raw)).toEqual([
      JSON.stringify({ range: { price: range } }),
    ]);
    const left = ways(query).flat().join(' ');
    expect(left).not.toMatch(/\d|百|元|块|以下|under|\$/);
    expect(left).not.toBe('');
  });

  test.each([
    '元以下',
    '100以下',
    'games for under 12',
    '三百六十五',
    '块菌',
    'model 100-200',
    '两块电池',
    '$100 gift card',
  ])('%s says nothing of it', (text) => {
    expect(findPrice(text)).toBeUndefined();
  });

  test('is soft unless configured: what fits goes up', async () => {
    const query = await understood('一百块以下的手机壳');
    expect(query.filters).toEqual([]);
    expect(query.boosts).toMatchObject([
      { by: 'up', factor: 3, clause: { raw: '{"range":{"price":{"lte":100}}}' } },
    ]);
  });

  test.each(['一百块以下', 'under $100'])(
    '%s by itself finds what fits, whatever the words say',
    async (typed) => {
      const range = { clause: { raw: '{"range":{"price":{"lte":100}}}' }, origin: 'quantities' };
      const soft = await understood(typed);
      expect(soft).toMatchObject({ admitted: [range], filters: [], boosts: [] });
      expect(soft.wordless).toBe(true);
      expect(soft.slots).toEqual((await words(typed)).slots);
      expect(await understood(typed, { price: 'hard' })).toMatchObject({
        admitted: [range],
        filters: [range],
      });
      expect((await understood(typed, { price: 'off' })).admitted).toEqual([]);
    },
  );

  test('is left in words where no field holds it', async () => {
    const typed = '一百块以下的手机壳';
    const query = await words(typed);
    expect(await run(quantities(), query)).toBe(query);
    expect(await run(quantities({ priceField: 'cost' }), query, index)).toBe(query);
  });
});

test('options are checked', () => {
  expect(() => quantities({ price: 'strict' })).toThrow('"price" must be one of soft, hard, off');
});

test('any text is read in bounded time and keeps its spans', async () => {
  const units = fc.constantFrom(...Array.from('一两百千万点5 .-$元块mMgW毫安米以下到手机'));
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: units, maxLength: 300 }), async (typed) => {
      let end = 0;
      for (const { span, alternatives } of (await understood(typed)).slots) {
        expect(span.start).toBeGreaterThanOrEqual(end);
        expect(alternatives.length).toBeGreaterThan(0);
        end = span.end;
      }
      expect(end).toBeLessThanOrEqual(typed.length);
    }),
  );
});

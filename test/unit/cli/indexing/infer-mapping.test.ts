import { describe, expect, test } from '@jest/globals';
import { emptyProfile, observeDocument } from '../../../../src/cli/indexing/field-profile.ts';
import type { MappingOptions } from '../../../../src/cli/indexing/infer-mapping.ts';
import { describeMapping, inferMapping, settingsFor } from '../../../../src/cli/indexing/infer-mapping.ts';

function infer(documents: readonly object[], options: Partial<MappingOptions> = {}) {
  const profile = emptyProfile();
  for (const document of documents) observeDocument(profile, document);
  return inferMapping(profile, { stringsAreTyped: false, openObjects: 'flattened', ...options });
}

/** Types of the fields, by path. */
function types(documents: readonly object[], options: Partial<MappingOptions> = {}) {
  return Object.fromEntries(describeMapping(infer(documents, options)).map(({ name, type }) => [name, type]));
}

const TEXT = 'text (english) + keyword';
const TITLE = `${TEXT} + trigrams`;

describe('inferred types', () => {
  test('of a product', () => {
    const product = {
      _id: '1',
      title: '苹果 iPhone 15 手机壳',
      price: 39,
      weight: 0.2,
      in_stock: true,
      released: '2024-02-29',
      changed: '2024-02-29T08:00:00.123Z',
      ean: ['0095205603217'],
      url: 'https://shop.example/p/1',
      attributes: { color: '黑', size: { w: 1 } },
      tags: ['case', 'phone'],
      nothing: null,
      empty: '',
    };
    expect(types([product])).toEqual({
      title: TEXT,
      price: 'long',
      weight: 'double',
      in_stock: 'boolean',
      released: 'date',
      changed: 'date',
      ean: 'keyword',
      url: 'keyword',
      'attributes.color': TEXT,
      'attributes.size.w': 'long',
      tags: TEXT,
    });
  });

  test('hold for all documents: one exception makes the field wider', () => {
    expect(types([{ n: 1 }, { n: 2.5 }])).toEqual({ n: 'double' });
    expect(types([{ n: 1 }, { n: 'many' }])).toEqual({ n: TEXT });
    expect(types([{ d: '2024-02-29' }, { d: '2024-13-01' }])).toEqual({ d: 'keyword' });
    expect(types([{ d: '2024-02-29' }, { d: 'soon' }])).toEqual({ d: TEXT });
    expect(types([{ b: true }, { b: 1 }])).toEqual({ b: 'keyword' });
    expect(types([{ o: { a: 1 } }, { o: 'none' }])).toEqual({ o: 'not indexed' });
  });

  test('long prose has no keyword beside it', () => {
    expect(types([{ body: 'word '.repeat(100) }])).toEqual({ body: 'text (english)' });
  });

  test('Chinese titles hold every three characters beside their words, unless they are prose', () => {
    const document = { product_name: '蓝牙耳机 A8', shop: { Headline: '特价 台灯' }, body: '书桌上用的台灯' };
    expect(types([document])).toEqual({ product_name: TITLE, 'shop.Headline': TITLE, body: TEXT });
    expect(types([{ title: '一盏台灯'.repeat(100) }])).toEqual({ title: 'text (english)' });
  });

  test('titles that are less than half Chinese hold words alone', () => {
    expect(types([{ title: '台灯 LED' }])).toEqual({ title: TEXT });
    expect(types([{ title: '台灯 LED' }, { title: '书桌上用的台灯' }])).toEqual({ title: TITLE });
    expect(types([{ name: '0095205603217' }])).toEqual({ name: 'keyword' });
  });

  test('every analyzer that a mapping names and no engine has is in its settings', () => {
    expect(settingsFor(infer([{ title: 'LED lamp', body: '台灯' }]))).toEqual({});
    for (const document of [{ title: '蓝牙耳机' }, { shop: { title: '蓝牙耳机' } }]) {
      const mapping = infer([document]);
      expect(JSON.stringify(mapping)).toContain('"analyzer":"trigrams"');
      expect(settingsFor(mapping)).toMatchObject({
        analysis: {
          analyzer: { trigrams: { tokenizer: 'trigrams', filter: ['lowercase'] } },
          tokenizer: { trigrams: { type: 'ngram', min_gram: 3, max_gram: 3 } },
        },
      });
    }
  });

  test('objects with open-ended keys are one field, by the engine’s means', () => {
    const open = { attributes: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`k${at}`, 'v'])) };
    expect(types([open])).toEqual({ attributes: 'flattened' });
    expect(types([open], { openObjects: 'unindexed' })).toEqual({ attributes: 'not indexed' });
  });

  test('vectors are arrays of fractions, all equally long', () => {
    const vector = (length: number) => ({ v: Array.from({ length }, (_, at) => at / 7 + 0.01) });
    expect(infer([vector(384), vector(384)])).toMatchObject({
      properties: { v: { type: 'dense_vector', dims: 384 } },
    });
    expect(types([vector(384), vector(383)])).toEqual({ v: 'double' });
    expect(types([{ v: [1.5, 2] }])).toEqual({ v: 'double' });
  });

  test('a table’s strings are read as what they say; leading zeros make a code', () => {
    const row = { price: '39', rate: '0.5', sold: 'true', zip: '00501', name: 'tea', day: '2024-01-01' };
    expect(types([row], { stringsAreTyped: true })).toEqual({
      price: 'long',
      rate: 'double',
      sold: 'boolean',
      zip: 'keyword',
      name: TEXT,
      day: 'date',
    });
    expect(types([row])).toMatchObject({ price: 'keyword', rate: 'keyword' });
  });

  test('the mapping says that it was inferred, and from how much', () => {
    expect(infer([{ a: 1 }, { a: 2 }])).toMatchObject({
      _meta: { relevance: { mapping: 'inferred', documents: 2 } },
    });
  });
});

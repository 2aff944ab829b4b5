import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { tagOfField, taggedValues } from '../../../../../src/stages/understand/tag/field-tags.ts';
import { formsIn } from '../../../../../src/stages/understand/tag/forms.ts';
import { readLexicon } from '../../../../../src/stages/understand/tag/lexicon.ts';
import { TAG_WEIGHTS } from '../../../../../src/stages/understand/tag/tag-weights.ts';

describe('readLexicon', () => {
  test('reads words by tag; comments, blanks, a byte order mark and CRLF do not matter', () => {
    const text = '\ufeff# colours\r\ncolour: red, rose gold ,红色 # and so on\r\n\r\nstop: the,, of\r\n';
    expect([...readLexicon(text, 'a.txt')]).toEqual([
      ['red', 'colour'],
      ['rose gold', 'colour'],
      ['红色', 'colour'],
      ['the', 'stop'],
      ['of', 'stop'],
    ]);
  });

  test('names every faulty line', () => {
    expect(() => readLexicon('red, green\nstop: the\nColour: x', 'a.txt')).toThrow(
      /a\.txt:1: expected .*\na\.txt:3:/,
    );
  });

  test('takes the lexicon that is shipped, whose tags all have a weight, in both languages', () => {
    const lexicon = readLexicon(readFileSync('dictionaries/tags.lexicon.txt', 'utf8'), 'shipped');
    expect([...new Set(lexicon.values())].filter((tag) => !TAG_WEIGHTS.has(tag))).toEqual([]);
    expect(
      ['black', '黑色', 'cheap', '便宜', 'for', '的', 'xl', '大号'].map((word) => lexicon.get(word)),
    ).toEqual(['colour', 'colour', 'modifier', 'modifier', 'stop', 'stop', 'size', 'size']);
  });
});

describe('fields', () => {
  const none = new Map<string, string>();

  test.each([
    ['brand', 'brand'],
    ['manufacturer.name', 'attribute'],
    ['品牌', 'brand'],
    ['category', 'product'],
    ['product_type', 'product'],
    ['attributes.color', 'colour'],
    ['attributes.Colour', 'colour'],
    ['shoe_size', 'size'],
    ['model_number', 'model'],
    ['attributes.material', 'attribute'],
    ['product.id', undefined],
    ['image_url', undefined],
    ['sku', undefined],
  ])('%s holds %s', (field, tag) => {
    expect(tagOfField(field, none)).toBe(tag);
  });

  test('the configuration says otherwise', () => {
    const given = new Map([
      ['brand', 'off'],
      ['sku', 'model'],
    ]);
    expect([tagOfField('brand', given), tagOfField('sku', given)]).toEqual([undefined, 'model']);
  });

  test('values of paths count piece by piece; of two fields that of more documents counts', () => {
    const values = taggedValues(
      [
        { text: 'Electronics > Phones', field: 'category', count: 4 },
        { text: 'Apple', field: 'brand', count: 9 },
        { text: 'apple', field: 'flavour', count: 3 },
        { text: 'AC/DC', field: 'brand', count: 1 },
      ],
      none,
    );
    expect(Object.fromEntries(values)).toEqual({
      electronics: 'product',
      phones: 'product',
      apple: 'brand',
      'ac/dc': 'brand',
    });
  });
});

describe('formsIn', () => {
  test.each([
    ['sony wh-1000xm4 headphones', ['wh-1000xm4 model']],
    ['iphone15 手机壳', ['iphone15 model']],
    ['两千毫安充电宝', ['两千毫安 quantity']],
    ['100 W charger', ['100 W quantity']],
    ['5g手机', ['5g model']],
    ['red shoes 42', []],
    ['wi-fi', []],
    ['', []],
  ])('%s', (text, found) => {
    expect(formsIn(text).map(({ start, end, tag }) => `${text.slice(start, end)} ${tag}`)).toEqual(found);
  });

  test('a long row of letters, digits and hyphens takes no long time', () => {
    expect(formsIn('-a'.repeat(256))).toEqual([]);
    expect(formsIn(`${'a'.repeat(500)}1`)).toHaveLength(1);
  });
});

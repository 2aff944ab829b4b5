import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { featuresOf } from '../../../../../src/stages/understand/intent/features.ts';
import { Vectoriser } from '../../../../../src/stages/understand/intent/vectoriser.ts';

describe('featuresOf', () => {
  test('are one to three characters in a row, edges included', () => {
    // ^ a $ · ^a a$ · ^a$
    expect(featuresOf('壳')).toHaveLength(6);
    expect(new Set(featuresOf('手机壳')).size).toBe(5 + 4 + 3);
  });

  test('are words, and pairs of them, besides', () => {
    const grams = featuresOf('ab cd').length;
    // ^ab cd$: 7 + 6 + 5 grams; ab, cd, ab cd.
    expect(grams).toBe(7 + 6 + 5 + 3);
  });

  test('do not depend on width, case and blanks at the ends', () => {
    expect(featuresOf('　ＩＰＨＯＮＥ 15 ')).toEqual(featuresOf('iphone 15'));
  });

  test('are as many for a megabyte as for its beginning', () => {
    expect(featuresOf('查天气'.repeat(400_000))).toEqual(featuresOf('查天气'.repeat(400)));
  });

  test('are whole numbers over 0, each once, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const features = featuresOf(text);
        expect(new Set(features).size).toBe(features.length);
        expect(features.every((one) => Number.isInteger(one) && one > 0 && one < 2 ** 32)).toBe(true);
      }),
    );
  });
});

describe('Vectoriser', () => {
  const texts = ['播放音乐', '播放新闻', '打开空调'];
  const vectoriser = Vectoriser.fit(texts.map(featuresOf));

  test('knows all features it was fitted to, and no others', () => {
    const known = new Set(texts.flatMap(featuresOf));
    expect(vectoriser.width).toBe(known.size + 1);
    expect(new Set([...known].map((feature) => vectoriser.find(feature))).size).toBe(known.size);
    expect(vectoriser.find(1)).toBe(-1);
    expect(vectoriser.isWhole()).toBe(true);
  });

  test('gives vectors of length 1 and a constant', () => {
    const { places, values } = vectoriser.vector('播放空调');
    const squares = values.slice(0, -1).reduce((sum, value) => sum + value * value, 0);
    expect(squares).toBeCloseTo(1, 12);
    expect([places.at(-1), values.at(-1)]).toEqual([vectoriser.width - 1, 1]);
  });

  test('makes rare features count more', () => {
    // Only both edges are in all three texts; what is in one text is the rarest.
    const [common, rare] = [Math.min(...vectoriser.rarities), Math.max(...vectoriser.rarities)];
    expect(common).toBeCloseTo(1, 6);
    expect(rare).toBeCloseTo(Math.sqrt(Math.log(4 / 2) + 1), 6);
  });

  test('has only the constant for a text of nothing known', () => {
    expect(vectoriser.vectorOf([12345]).values).toEqual(Float64Array.of(1));
  });
});

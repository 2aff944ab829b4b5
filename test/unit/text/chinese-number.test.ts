import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseChineseNumber } from '../../../src/text/chinese-number.ts';

describe('numbers in Chinese', () => {
  test.each([
    ['两千', 2000],
    ['一百', 100],
    ['十五', 15],
    ['二十', 20],
    ['一百零五', 105],
    ['三千零五十', 3050],
    ['两千五', 2500],
    ['一万二', 12_000],
    ['一万两千三百四十五', 12_345],
    ['十二万', 120_000],
    ['三亿五千万', 350_000_000],
    ['1.5万', 15_000],
    ['2千', 2000],
    ['三点五', 3.5],
    ['零点七五', 0.75],
    ['二〇二四', 2024],
    ['壹佰', 100],
    ['20000', 20_000],
    ['五', 5],
    ['0.5', 0.5],
  ])('%s is %d', (text, value) => {
    expect(parseChineseNumber(text)).toBe(value);
  });

  test.each(['', '百', '万', '十百', '点五', '一点', '手机', '两千毫', '一十百', '1.2.3', '三点五点一'])(
    '%j is none',
    (text) => {
      expect(parseChineseNumber(text)).toBeUndefined();
    },
  );

  test('whatever is written down in full is read back', () => {
    const write = (value: number): string => {
      if (value === 0) return '零';
      const digits = '零一二三四五六七八九';
      const units = ['', '十', '百', '千'];
      const section = (part: number): string =>
        Array.from(String(part))
          .map((digit, at, all) =>
            digit === '0' ? '零' : digits[Number(digit)]! + units[all.length - 1 - at]!,
          )
          .join('')
          .replaceAll(/零+/g, '零')
          .replace(/零$/, '');
      const [high, low] = [Math.floor(value / 1e4), value % 1e4];
      const gap = high > 0 && low > 0 && low < 1000 ? '零' : '';
      return (high > 0 ? `${section(high)}万` : '') + gap + (low > 0 ? section(low) : '');
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (value) => {
        expect(parseChineseNumber(write(value))).toBe(value);
      }),
    );
  });

  test('no text throws or takes long', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('零一两十百千万亿点5.x')) }), (text) => {
        const value = parseChineseNumber(text);
        expect(value === undefined || value >= 0).toBe(true);
      }),
    );
  });
});

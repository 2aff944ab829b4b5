import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldCase, foldCaseInPlace, normalise } from '../../../src/text/normalise.ts';

describe('normalise', () => {
  test.each([
    ['iPhone 15', 'iPhone 15'],
    ['ＩＰＨＯＮＥ１５', 'IPHONE15'],
    ['  red \t shoes\u3000', 'red shoes'],
    ['苹\u200b果\ufeff手机', '苹果手机'],
    ['a\u00a0b', 'a b'],
    ['re\u0301sume\u0301', 'r\u00e9sum\u00e9'],
    ['ｶﾞﾗｽ', 'ガラス'],
    ['㎡ ② ½', 'm2 2 1⁄2'],
    ['\u202eabc\u202c', 'abc'],
    ['\u200b', ''],
    ['', ''],
    ['😀 case', '😀 case'],
  ])('%j becomes %j', (typed, text) => {
    expect(normalise(typed).text).toBe(text);
  });

  test('offsets lead back to what was typed', () => {
    const typed = ' ＩＰ\u200bＨＯＮＥ  手机壳 ';
    const { text, origins } = normalise(typed);
    expect(text).toBe('IPHONE 手机壳');
    const at = text.indexOf('手机壳');
    expect(typed.slice(origins[at]!, origins[at + 3]!)).toBe('手机壳');
    expect(typed.slice(origins[0]!, origins[6]!)).toBe('ＩＰ\u200bＨＯＮＥ');
  });

  test('plain ASCII without odd blanks stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[!-~]+$/), { minLength: 1 }), (words) => {
        const typed = words.join(' ');
        const { text, origins } = normalise(typed);
        expect(text).toBe(typed);
        expect(origins).toEqual(Array.from({ length: typed.length + 1 }, (_, at) => at));
      }),
    );
  });

  test('any text: done twice is done once, offsets rise and stay inside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const { text, origins } = normalise(typed);
        expect(normalise(text).text).toBe(text);
        expect(origins).toHaveLength(text.length + 1);
        origins.reduce((before, origin) => {
          expect(origin).toBeGreaterThanOrEqual(before);
          return origin;
        }, 0);
        expect(origins.at(-1)).toBeLessThanOrEqual(typed.length);
      }),
      { numRuns: 500 },
    );
  });

  test('lone surrogates survive', () => {
    expect(normalise('a\ud800b').text).toBe('a\ud800b');
  });
});

describe('foldCase', () => {
  test.each([
    ['İSTANBUL', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδος', 'οδοσ'],
    ['Straße', 'straße'],
    ['IPHONE', 'iphone'],
  ])('%s is looked up as %s', (text, key) => expect(foldCase(text)).toBe(key));

  test('in place keeps every offset', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => foldCaseInPlace(text).length === text.length),
    );
  });
});

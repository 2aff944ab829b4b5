import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChineseModel } from '../../../../../../src/stages/understand/correct/chinese/chinese-model.ts';
import { createPinyinCorrector } from '../../../../../../src/stages/understand/correct/chinese/pinyin.ts';

const corrector = createPinyinCorrector(new ChineseModel(readFileSync('dictionaries/chinese.spelling.bin')));
const heard = (text: string): string | undefined => corrector.correct(text).candidates[0]?.text;

describe('createPinyinCorrector', () => {
  test.each([
    ['shouji ke', '手机壳'],
    ['shoujike', '手机壳'],
    ['ShouJi', '手机'],
    ['shou机壳', '手机壳'],
    ['手ji壳', '手机壳'],
    ['lanya erji', '蓝牙耳机'],
    ["xi'an", '西安'],
    ['chongdianbao', '充电宝'],
    [' diannao ', ' 电脑 '],
  ])('%j is %j', (typed, meant) => {
    expect(heard(typed)).toBe(meant);
  });

  test.each([
    ['nothing', ''],
    ['a single syllable', 'ke'],
    ['English', 'wireless headphones'],
    ['pinyin beside English', 'shouji case'],
    ['pinyin beside digits', 'shouji 15'],
    ['Chinese', '手机壳'],
    ['letters without end', 'a'.repeat(100_000)],
    ['syllables without end', 'shi'.repeat(30)],
    ['quotes', "'''"],
  ])('leaves %s alone', (_, text) => {
    expect(heard(text)).toBeUndefined();
  });

  test('replaces all of what was typed, whatever it is', () => {
    const piece = fc.constantFrom('shi', 'ji', "'", ' ', '机', 'xian', 'q', '1', 'ZH', 'ang');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        for (const { text: corrected, edits, confidence } of corrector.correct(text).candidates) {
          const [{ start, end, replacement }] = edits as [(typeof edits)[number]];
          expect(text.slice(0, start) + replacement + text.slice(end)).toBe(corrected);
          expect(corrected.trim()).toMatch(/^\p{Script=Han}+$/u);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(0.9);
        }
      }),
    );
  });
});

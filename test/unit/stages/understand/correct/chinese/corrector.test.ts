import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ChineseModel,
  SAME_SHAPE,
  SAME_SOUND,
} from '../../../../../../src/stages/understand/correct/chinese/chinese-model.ts';
import {
  CHINESE_THRESHOLDS,
  createChineseCorrector,
} from '../../../../../../src/stages/understand/correct/chinese/corrector.ts';
import { outcomeOf } from '../../../../../../src/stages/understand/correct/correction.ts';

/** The model as it is shipped. */
const model = new ChineseModel(readFileSync('dictionaries/chinese.spelling.bin'));
const corrector = createChineseCorrector(model);

/** The text as it would be searched. */
function searched(text: string, by = corrector): string {
  const [best] = by.correct(text).candidates;
  return best !== undefined && outcomeOf(best.confidence, CHINESE_THRESHOLDS) === 'replace'
    ? best.text
    : text;
}

describe('createChineseCorrector', () => {
  test.each([
    ['我想买一张机票去北惊', '我想买一张机票去北京'],
    ['蓝牙耳机怎么连接电脑', '蓝牙耳机怎么连接电脑'],
    ['今天的天气真号', '今天的天气真好'],
    ['手机没有信号怎么办', '手机没有信号怎么办'],
    ['他在学校里学习英雨', '他在学校里学习英语'],
  ])('%s → %s', (typed, meant) => {
    expect(searched(typed)).toBe(meant);
  });

  test('traditional characters are read, and stay as they are', () => {
    expect(searched('我們今天去學校上課')).toBe('我們今天去學校上課');
    const [best] = corrector.correct('我們的學校在北惊').candidates;
    expect(best?.text).toBe('我們的學校在北京');
    expect(best?.edits).toEqual([{ start: 7, end: 8, replacement: '京' }]);
  });

  test.each([
    ['nothing', ''],
    ['no Chinese', 'wireless headphones 15'],
    ['a megabyte', '北惊'.repeat(250_000)],
    ['emoji', '😀👨‍👩‍👧🎧'],
    ['lone surrogates', '\ud800北\udc00'],
    ['characters outside the basic plane', '𠀀𠀁𠀂'],
  ])('leaves %s alone', (_, text) => {
    expect(searched(text)).toBe(text);
  });

  test('makes its candidates by its edits, whatever the text', () => {
    const character = fc.constantFrom(
      ...Array.from('的一是在不了有和人这中大为上个国我以要他北惊手鸡壳，a1 😀'),
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 14 }), (characters) => {
        const text = characters.join('');
        const { candidates } = corrector.correct(text);
        for (const { text: corrected, edits, confidence } of candidates) {
          let made = '';
          let at = 0;
          for (const { start, end, replacement } of edits) {
            expect(start).toBeGreaterThanOrEqual(at);
            made += text.slice(at, start) + replacement;
            at = end;
          }
          expect(made + text.slice(at)).toBe(corrected);
          expect(corrected).not.toBe(text);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
        const order = candidates.map(({ confidence }) => confidence);
        expect(order).toEqual(order.toSorted((x, y) => y - x));
      }),
      { numRuns: 60 },
    );
  });
});

describe('with the words of a catalogue', () => {
  const catalogue = (...words: readonly string[]) =>
    createChineseCorrector(model, {
      vocabulary: { frequency: (term) => (words.includes(term) ? 5 : 0), follows: () => -9 },
    });

  test('those are proposed first, and left alone', () => {
    const shop = catalogue('苹果', '手机壳', '手机');
    const texts = shop.correct('平果手鸡壳').candidates.map(({ text }) => text);
    expect(texts[0]).toBe('苹果手机壳');
    expect(searched('平果', catalogue('平果'))).toBe('平果');
  });
});

describe('ChineseModel', () => {
  test('finds each of its words, how they are said, and what follows what', () => {
    for (let number = 0; number < model.words.size; number += 4999) {
      expect(model.find(model.word(number))).toBe(number);
    }
    expect(model.find('苹果苹果苹果')).toBe(-1);
    expect(model.find('')).toBe(-1);
    const [beijing, university] = [model.find('北京'), model.find('大学')];
    const seen = model.words.bigram(beijing, university, model.words.pair(beijing, university));
    expect(seen).toBeGreaterThan(model.words.unigram(university));
    expect(model.alikeKind('己'.charCodeAt(0), '已'.charCodeAt(0)) & SAME_SHAPE).not.toBe(0);
    expect(model.alikeKind('惊'.charCodeAt(0), '京'.charCodeAt(0)) & SAME_SOUND).not.toBe(0);
    expect(model.alikeKind('己'.charCodeAt(0), '猫'.charCodeAt(0))).toBe(0);
    const names = model.syllablesOf('行').map((syllable) => model.syllables[syllable]);
    expect(names).toEqual(expect.arrayContaining(['hang', 'xing']));
  });

  test('refuses bytes that are no model', () => {
    expect(() => new ChineseModel(Buffer.from('nothing of the kind'))).toThrow('not');
  });
});

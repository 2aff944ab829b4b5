import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadSpellingModels, proposerFor } from '../../../../../../src/composition/spelling.ts';
import { createLettersCorrector } from '../../../../../../src/stages/understand/correct/catalogue/letters.ts';
import { typingSlips } from '../../../../../../src/stages/understand/correct/catalogue/typing-slips.ts';
import { dictionaryOf } from '../../catalogue/small-dictionary.ts';

const models = await loadSpellingModels();
const dictionary = dictionaryOf({
  '壳匠 手机壳 磁吸': 40,
  '云陌 充电宝': 40,
  'Pellaway Slim Case': 40,
  蓝牙耳机: 30,
  数据库: 3,
});
const corrector = createLettersCorrector(models.chinese, dictionary);
const best = (text: string): string | undefined => corrector.correct(text).candidates[0]?.text;

describe('names of the catalogue typed in letters', () => {
  test.each([
    ['nearly spelt', 'congdianbao', '充电宝'],
    ['nearly spelt, with blanks', 'Cong dian bao', '充电宝'],
    ['nearly spelt beside characters', 'cong电宝', '充电宝'],
    ['initials', 'cdb', '充电宝'],
    ['initials in capitals', 'SJK', '手机壳'],
    ['initials beside a character', 'sj壳', '手机壳'],
    ['a character beside initials', '充db', '充电宝'],
    ['a key beside the right one', 'shoujjke', '手机壳'],
    ['two keys in the wrong order', 'chongdianabo', '充电宝'],
    ['a key too many', 'shoujikke', '手机壳'],
    ['blanks at the ends', ' cdb ', ' 充电宝 '],
  ])('%s: %j is read as %j', (_, typed, meant) => {
    expect(best(typed)).toBe(meant);
  });

  test('the likelier of what initials may stand for goes first, and neither takes their place', () => {
    const { candidates } = corrector.correct('sjk');
    expect(candidates.map(({ text }) => text)).toEqual(['手机壳', '数据库']);
    expect(proposerFor(models, dictionary)('sjk')).toMatchObject({ text: '手机壳', outcome: 'both' });
  });

  test.each([
    'case',
    'slim',
    'sj',
    'cd',
    '手机壳',
    'usb 3',
    'xyz',
    'sjk case',
    '',
    ' ',
    "'''",
    's'.repeat(50),
  ])('leaves %j alone', (text) => {
    expect(corrector.correct(text).candidates).toEqual([]);
  });

  test('any text is answered with texts that its edits make', () => {
    const unit = fc.constantFrom(
      's',
      'j',
      'k',
      'cong',
      'dian',
      'bao',
      '充',
      '电',
      '壳',
      ' ',
      "'",
      'A',
      '𠮷',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 15 }), (text) => {
        for (const { text: corrected, edits } of corrector.correct(text).candidates) {
          const [{ start, end, replacement }] = edits as [(typeof edits)[number]];
          expect(text.slice(0, start) + replacement + text.slice(end)).toBe(corrected);
        }
      }),
    );
  });
});

test('slips of the fingers are one key away', () => {
  expect(typingSlips('ab')).toEqual(expect.arrayContaining(['sb', 'av', 'ba', 'a', 'b']));
  expect(typingSlips('ab')).not.toContain('ab');
  expect(typingSlips('ab')).not.toContain('pb');
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadSpellingModels, proposerFor } from '../../../../../../src/composition/spelling.ts';
import { createCatalogueCorrector } from '../../../../../../src/stages/understand/correct/catalogue/corrector.ts';
import { dictionaryOf } from '../../catalogue/small-dictionary.ts';

const models = await loadSpellingModels();
/** Names that no general dictionary has. */
const dictionary = dictionaryOf({
  '壳匠 手机壳 磁吸': 40,
  '云陌 充电宝': 40,
  'Pellaway Slim Case': 40,
  '电小满 数据线': 30,
});
const corrector = createCatalogueCorrector(models.chinese, dictionary);
const best = (text: string): string | undefined => corrector.correct(text).candidates[0]?.text;

describe('the corrector of catalogues', () => {
  test.each([
    ['手鸡壳', '手机壳'],
    ['充电饱', '充电宝'],
    ['店小满数据线', '电小满数据线'],
    ['充店宝 手鸡壳', '充电宝 手机壳'],
  ])('reads %s as %s', (typed, meant) => {
    expect(best(typed)).toBe(meant);
  });

  test('reads pinyin of names, whole or beside characters', () => {
    expect(best('chongdianbao')).toBe('充电宝');
    expect(best('黑色 shoujike')).toBe('黑色 手机壳');
  });

  test('is surer of long and frequent names, and of those said exactly alike', () => {
    const confidence = (text: string): number => corrector.correct(text).candidates[0]?.confidence ?? 0;
    expect(confidence('手鸡壳')).toBeGreaterThan(confidence('手及客'));
    expect(confidence('充电饱')).toBeGreaterThan(confidence('冲电跑'));
  });

  test.each(['手机壳', '壳匠手机壳', '数据线', '苹果', 'case', 'slim case', '', '🎉', '壳', 'xyz'])(
    'leaves %s alone',
    (text) => {
      expect(corrector.correct(text).candidates).toEqual([]);
    },
  );

  test('takes any text, and its edits make its text', () => {
    const unit = fc.constantFrom(
      '手',
      '机',
      '鸡',
      '壳',
      '克',
      '充',
      '电',
      '宝',
      ' ',
      'a',
      'ke',
      '𠮷',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
        for (const { text: corrected, edits, confidence } of corrector.correct(text).candidates) {
          let made = '';
          let at = 0;
          for (const { start, end, replacement } of edits) {
            expect(start).toBeGreaterThanOrEqual(at);
            made += text.slice(at, start) + replacement;
            at = end;
          }
          expect(made + text.slice(at)).toBe(corrected);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('all correctors with a dictionary', () => {
  const propose = proposerFor(models, dictionary);

  test('put names of the catalogue in the place of what sounds like them', () => {
    expect(propose('店小满数据线')).toMatchObject({ text: '电小满数据线', outcome: 'replace' });
    expect(propose('pelaway case')).toMatchObject({ text: 'pellaway case', outcome: 'replace' });
  });

  test('leave alone what the catalogue says in these very words', () => {
    const odd = dictionaryOf({ 'teh tarik': 5, 平果: 5 });
    const guarded = proposerFor(models, odd);
    expect([guarded('Teh  Tarik'), guarded('平果')]).toEqual([undefined, undefined]);
  });
});

import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSegmenter } from '../../../src/segmenter/segmenter.ts';
import type { Segmenter } from '../../../src/domain/segmenter.ts';
import { SILENT } from './backends.ts';

const USER_WORDS = { file: 'shop.dict.txt', text: '自粘包书皮\nusb-c\n' };

/** With the model of unknown words, and as it is where nodejieba's binary could not be built. */
const ADAPTERS = [
  { hmm: 'nodejieba', guesses: true },
  { hmm: 'off', guesses: false },
] as const;

describe.each(ADAPTERS)('Segmenter ($hmm)', ({ hmm, guesses }) => {
  let segmenter: Segmenter;
  let own: Segmenter;
  beforeAll(async () => {
    const loaded = await createSegmenter({ userDictionaries: [], hmm, logger: SILENT });
    ({ segmenter } = loaded);
    own = loaded.with({ userDictionaries: [USER_WORDS] });
  });
  const cut = (text: string): readonly string[] => segmenter.segment(text).map((segment) => segment.text);

  test.each([
    ['', []],
    [' 　，。!?', []],
    ['苹果手机', ['苹果', '手机']],
    ['iphone15pro手机', ['iphone15pro', '手机']],
    ['ipad 保护套 10.9', ['ipad', '保护套', '10.9']],
    ["women's shoes", ["women's", 'shoes']],
  ])('"%s"', (text, words) => {
    expect(cut(text)).toEqual(words);
  });

  test('words that no dictionary has', () => {
    expect(cut('瑞幸咖啡')).toEqual(guesses ? ['瑞幸', '咖啡'] : ['瑞', '幸', '咖啡']);
  });

  test('words of one shop are words for it alone', () => {
    const text = '麦朵自粘包书皮';
    expect(own.segment(text).map((segment) => segment.text)).toContain('自粘包书皮');
    expect(own.words(text).map((segment) => segment.text)).toContain('自粘包书皮');
    expect(cut(text)).not.toContain('自粘包书皮');
  });

  test('every reading that a dictionary allows, in order', () => {
    const words = segmenter.words('中华人民共和国');
    expect(words.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['中华', '人民', '共和国', '中华人民共和国']),
    );
    const places = words.map(({ start, end }) => [start, end] as const);
    expect(places).toEqual(places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  test('segments are slices of the text, in order, and leave out no letter and no digit', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom('手机壳', '红色', 'iPhone15', '3.5mm', '，', '😀', '𠮷野家', '\ud800', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        let covered = 0;
        for (const segment of segmenter.segment(text)) {
          expect(segment.text).toBe(text.slice(segment.start, segment.end));
          expect(segment.start).toBeGreaterThanOrEqual(covered);
          expect(segment.end).toBeGreaterThan(segment.start);
          expect(text.slice(covered, segment.start)).not.toMatch(/[a-zA-Z0-9\p{Script=Han}]/u);
          covered = segment.end;
        }
        expect(text.slice(covered)).not.toMatch(/[a-zA-Z0-9\p{Script=Han}]/u);
        for (const word of segmenter.words(text)) expect(word.text).toBe(text.slice(word.start, word.end));
      }),
    );
  });
});

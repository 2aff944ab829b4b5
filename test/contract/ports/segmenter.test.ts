import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSegmenter } from '../../../src/segmenter/segmenter.ts';
import type { Segmenter } from '../../../src/domain/segmenter.ts';
import { SILENT } from '../../support/elasticsearch-backend.ts';

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

  test.each([
    ['乒乓球拍卖', ['乒乓球', '拍卖'], ['乒乓球拍', '卖']],
    ['研究生命起源', ['研究', '生命', '起源'], ['研究生', '命']],
    ['南京市长江大桥', ['南京市', '长江大桥'], ['南京', '市长', '江', '大桥']],
    ['热销化妆品牌', ['热销', '化妆品', '牌'], ['化妆', '品牌']],
  ])('%s may be read otherwise', (text, best, other) => {
    const readings = segmenter.readings(text, 3);
    expect(readings.best.map((word) => word.text)).toEqual(best);
    const others = readings.others.map(({ words }) => words.map((word) => word.text));
    expect(others).toContainEqual(other);
  });

  test('no other readings: of words that only join or part those of the best one, and where none are wanted', () => {
    for (const text of ['中华人民共和国', '儿童手表', 'wireless case', '']) {
      expect(segmenter.readings(text, 8).others).toEqual([]);
    }
    expect(segmenter.readings('乒乓球拍卖', 0).others).toEqual([]);
    expect(segmenter.readings('乒乓球拍卖', 1).others).toHaveLength(1);
  });

  test('other readings: the same piece between words of the best one, without gaps, the likeliest first', () => {
    const characters = Array.from('研究生命起源南京市长江大桥乒乓球拍卖北大学活动和服务化妆品牌高血压病人');
    const piece = fc.array(fc.constantFrom(...characters, ' ', 'a'), { maxLength: 12 });
    let seen = 0;
    fc.assert(
      fc.property(piece, (pieces) => {
        const text = pieces.join('');
        const { best, others } = segmenter.readings(text, 4);
        expect(best).toEqual(segmenter.segment(text));
        expect(others.length).toBeLessThanOrEqual(4);
        seen += others.length;
        for (const { words } of others) {
          expect(best.map(({ start }) => start)).toContain(words[0]!.start);
          expect(best.map(({ end }) => end)).toContain(words.at(-1)!.end);
          expect(words.slice(1).map(({ start }) => start)).toEqual(words.slice(0, -1).map(({ end }) => end));
          for (const word of words) expect(word.text).toBe(text.slice(word.start, word.end));
        }
        const odds = others.map(({ lessLikely }) => lessLikely);
        expect(odds).toEqual(odds.toSorted((a, b) => a - b));
        expect(odds.every((value) => value >= 0)).toBe(true);
      }),
      { seed: 7 },
    );
    expect(seen).toBeGreaterThan(0);
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

import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import nodejieba from 'nodejieba';
import type { Logger } from '../../../src/domain/logger.ts';
import { segmenterFrom } from '../../../src/segmenter/lattice-segmenter.ts';
import { createSegmenter, type LoadedSegmenter } from '../../../src/segmenter/segmenter.ts';
import { SENTENCES } from './sentences.ts';

const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const load = (dictionary = '', hmm: 'nodejieba' | 'off' = 'nodejieba'): Promise<LoadedSegmenter> =>
  createSegmenter({
    userDictionaries: dictionary === '' ? [] : [{ file: 'own.txt', text: dictionary }],
    hmm,
    logger: quiet,
  });

describe('segmenting', () => {
  let loaded: LoadedSegmenter;
  beforeAll(async () => {
    loaded = await load(readFileSync('dictionaries/commerce.dict.txt', 'utf8'));
  });
  const cut = (text: string): string[] => loaded.segmenter.segment(text).map(({ text: word }) => word);

  test.each([
    ['iphone15pro手机壳', ['iphone15pro', '手机壳']],
    ['苹果手机壳', ['苹果', '手机壳']],
    ['红色 连衣裙', ['红色', '连衣裙']],
    ['3.5mm耳机', ['3.5mm', '耳机']],
    ['usb-c 数据线', ['usb', 'c', '数据线']],
    ["women's shoes", ["women's", 'shoes']],
    ['T恤男', ['T恤', '男']],
    ['充电宝20000毫安', ['充电宝', '20000', '毫安']],
    ['，。！', []],
    ['', []],
  ])('%s', (text, words) => {
    expect(cut(text)).toEqual(words);
  });

  test('words that no dictionary has are guessed, or left apart when guessing is off', async () => {
    expect(cut('瑞幸咖啡')).toEqual(['瑞幸', '咖啡']);
    const off = await load('', 'off');
    expect(off.segmenter.segment('瑞幸咖啡').map(({ text }) => text)).toEqual(['瑞', '幸', '咖啡']);
  });

  test('another thread’s segmenter of the same parts cuts the same', () => {
    const more = loaded.with({ userDictionaries: [{ file: 'own.txt', text: '苹果手 9000000\n' }] });
    for (const one of [loaded.segmenter, more]) {
      const other = segmenterFrom(structuredClone(one.parts()), quiet);
      for (const text of [...SENTENCES, '苹果手机壳', '瑞幸咖啡']) {
        expect(other.segment(text)).toEqual(one.segment(text));
        expect(other.words(text)).toEqual(one.words(text));
      }
    }
    expect(more.segment('苹果手机壳')).not.toEqual(loaded.segmenter.segment('苹果手机壳'));
  });

  test('keeps every reading that the dictionary allows', () => {
    const words = loaded.segmenter.words('苹果手机壳').map(({ text }) => text);
    expect(words).toEqual(expect.arrayContaining(['苹果', '手机', '手机壳', '壳']));
  });

  test('segments are parts of the text, in order and without overlap', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('苹果手机壳充电宝aB1 .-,\u{20000}é')) }),
        (text) => {
          let end = 0;
          for (const segment of loaded.segmenter.segment(text)) {
            expect(text.slice(segment.start, segment.end)).toBe(segment.text);
            expect(segment.start).toBeGreaterThanOrEqual(end);
            expect(segment.end).toBeGreaterThan(segment.start);
            end = segment.end;
          }
        },
      ),
    );
  });

  test('no letter or digit is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const letters = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, '');
        expect(letters(cut(text).join(''))).toBe(letters(text));
      }),
    );
  });
});

describe('user dictionaries', () => {
  const cut = async (dictionary: string, text: string): Promise<string[]> =>
    (await load(dictionary)).segmenter.segment(text).map(({ text: word }) => word);

  test('a word without a frequency is cut out whole', async () => {
    expect(await cut('', '防摔壳超薄')).not.toContain('防摔壳');
    expect(await cut('防摔壳\n', '防摔壳超薄')).toContain('防摔壳');
  });

  test('a layer for one index leaves the common words alone', async () => {
    const common = await load('防摔壳');
    const own = common.with({ userDictionaries: [{ file: 'index.txt', text: '超薄款 100 n' }] });
    expect(own.segment('防摔壳超薄款').map(({ text }) => text)).toEqual(['防摔壳', '超薄款']);
    expect(common.segmenter.segment('超薄款').map(({ text }) => text)).not.toEqual(['超薄款']);
  });

  test('every fault is named with file and line', async () => {
    const faulty = '手机 10 n\n手机 壳 套 子\n词 0\n，，\n# comment\n词 n 5\n';
    await expect(load(faulty)).rejects.toThrow(
      [
        'own.txt:2: expected a word, a frequency and a part of speech; a word holds no blanks',
        'own.txt:3: frequency 0 is not between 1 and 10^9',
        'own.txt:4: "，，" holds no letter',
        'own.txt:6: the frequency comes before the part of speech',
      ].join('\n'),
    );
  });
});

test('agrees with jieba itself on 19 of 20 words', async () => {
  // The full dictionary is loaded here only, as the oracle.
  nodejieba.load();
  const { segmenter } = await load();
  let same = 0;
  let all = 0;
  for (const sentence of SENTENCES) {
    const theirs = new Set(spans(nodejieba.cut(sentence)));
    const ours = segmenter.segment(sentence).map(({ start, end }) => `${start}-${end}`);
    all += ours.length;
    same += ours.filter((span) => theirs.has(span)).length;
  }
  expect(same / all).toBeGreaterThan(0.95);
});

function spans(words: readonly string[]): string[] {
  let at = 0;
  return words.map((word) => {
    const span = `${at}-${at + word.length}`;
    at += word.length;
    return span;
  });
}

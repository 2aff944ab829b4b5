import { describe, expect, test } from '@jest/globals';
import { wordsOf } from '../../../src/console/pages/why/words-of.ts';

const slot = (start: number, end: number) => ({ span: { start, end }, key: '', alternatives: [] });

describe('the words of a query as typed', () => {
  test('what no slot stands for was left out', () => {
    const words = wordsOf({ typed: '便宜 蓝牙耳机的', slots: [slot(3, 7)] });
    expect(words.map(({ word, slot: of }) => [word, of !== undefined])).toEqual([
      ['便宜', false],
      ['蓝牙耳机', true],
      ['的', false],
    ]);
  });

  test('blanks between words are no words', () => {
    const words = wordsOf({ typed: ' red  shoes ', slots: [slot(1, 4), slot(6, 11)] });
    expect(words.map(({ word }) => word)).toEqual(['red', 'shoes']);
  });

  test('without slots all of it is left out', () => {
    expect(wordsOf({ typed: 'shoes', slots: [] })).toEqual([{ word: 'shoes', slot: undefined }]);
    expect(wordsOf({ typed: '  ', slots: [] })).toEqual([]);
  });
});

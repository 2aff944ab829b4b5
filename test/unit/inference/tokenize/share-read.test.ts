import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openTokenizer } from '../../../../src/inference/tokenize/open.ts';
import { shareRead } from '../../../../src/inference/tokenize/share-read.ts';

const readShare = (model: string): ((text: string) => number | undefined) => {
  const { tokenizer } = openTokenizer(readFileSync(`models/${model}/tokenizer.json`, 'utf8'));
  return (text) => tokenizer.readShare?.(text);
};
const [english, chinese] = [readShare('be-en'), readShare('be-zh')];

test.each([
  [english, 'earphones', 1],
  [english, 'USB-C cable', 1],
  [english, 'сумка', 0.4],
  [english, 'سماعات بلوتوث', 0],
  [english, '이어폰', 0],
  // It knows no Chinese but a few characters.
  [english, '唇膏', 0],
  [chinese, '唇膏', 1],
  [chinese, '手机 case', 1],
  [chinese, 'наушники', 0],
  [chinese, 'イヤホン', 0],
  [chinese, 'xqzvkp lmnrt', 0],
  [chinese, '20000', 1],
  [chinese, '', 1],
] as const)('what the vocabulary has words for (%#: %s)', (share, text, expected) => {
  expect(share(text)).toBe(expected);
});

test('words that are cut into letters count for nothing, characters that are words by themselves for all', () => {
  const letters = (word: string): readonly string[] => Array.from(word);
  expect(shareRead(['abc', 'ин', '手机', 'かな', '가방'], letters)).toBeCloseTo(6 / 11);
  expect(shareRead(['abcdef'], () => ['ab', 'c', 'def'])).toBeCloseTo(5 / 6);
  expect(shareRead(['unknown', 'a'], (word) => (word === 'a' ? ['a'] : []))).toBeCloseTo(1 / 8);
});

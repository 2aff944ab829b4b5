import { describe, expect, test } from '@jest/globals';
import { completingLastWord } from '../../../src/suggest/last-word.ts';
import { completerOf } from './small-completer.ts';

const completer = completingLastWord(
  completerOf([
    { text: 'shoes', kind: 'query', weight: 90 },
    { text: 'red shoes', kind: 'query', weight: 50 },
    { text: 'shirt', kind: 'phrase', weight: 30 },
    { text: 'running shoes', kind: 'product', weight: 1 },
    { text: '手机壳', kind: 'category', weight: 10 },
  ]),
);
const complete = (text: string, size = 10) => completer.complete({ text, size, context: '' });

describe('the last word', () => {
  test('is completed where no phrase begins as was typed, and passes for a phrase', () => {
    expect(complete('comfortable Blue sho')[0]).toEqual({
      text: 'comfortable Blue shoes',
      kind: 'phrase',
      score: expect.closeTo(0.3),
      typed: { start: 0, end: 20 },
    });
    expect(complete('红色 sjk').map(({ text }) => text)).toEqual(['红色 手机壳']);
  });

  test('comes behind phrases that begin so, and not twice', () => {
    // `sh` may also be how a Chinese word begins.
    expect(complete('red sh').map(({ text }) => text)).toEqual(['red shoes', 'red 手机壳', 'red shirt']);
    expect(complete('red sh', 1).map(({ text }) => text)).toEqual(['red shoes']);
  });

  test('is left alone where there is only one', () => {
    const texts = complete('sho ').map(({ text }) => text);
    expect(texts[0]).toBe('shoes');
    expect(texts.filter((text) => text.startsWith('sho '))).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { tokens } from '../../../../../../src/stages/understand/correct/english/tokens.ts';

const open = (text: string): readonly string[] =>
  tokens(text)
    .filter((token) => token.open)
    .map(({ key }) => key);

describe('tokens', () => {
  test.each([
    ['Red Shoes, size 42', ['red', 'shoes', 'size']],
    ['don\u2019t', ["don't"]],
    ['Crème brûlée', ['creme', 'brulee']],
    ['a USB hub, iPhone and McDonald', ['hub', 'and']],
    ['LOUD WORDS', ['loud', 'words']],
    ['mid-century sofa', ['mid', 'century', 'sofa']],
    ['java.awt at&t a/b x_y me@host #tag', []],
    ['end. Next', ['end', 'next']],
    ['xps13 4k 256gb', []],
    ['WH-1000XM5', []],
    ['sony wh-1000xm5 55-ps blutooth-5 headphones', ['sony', 'blutooth', 'headphones']],
    ['手机 case чехол', ['case']],
  ])('%s: %j may be changed', (text, words) => {
    expect(open(text)).toEqual(words);
  });

  test('keep their places', () => {
    expect(tokens(' ab  cd').map(({ start, end, text }) => [start, end, text])).toEqual([
      [1, 3, 'ab'],
      [5, 7, 'cd'],
    ]);
  });
});

import { expect, test } from '@jest/globals';
import { remembering, tokeniserOf } from '../../../src/live-rules/rule-tokeniser.ts';

const cut = (text: string) => {
  const at = text.length / 2;
  return [
    { text: text.slice(0, at), start: 0, end: at },
    { text: text.slice(at), start: at, end: text.length },
  ];
};

test('words of rules are cut in the writing that queries have', () => {
  const tokenise = tokeniserOf({ segment: cut, words: cut });
  expect(tokenise('手機')).toEqual(['手', '机']);
  expect(tokenise('ＡＢ')).toEqual(['A', 'B']);
});

test('the same word is cut once, until words are forgotten; what no dictionary cuts, never', () => {
  const asked: string[] = [];
  const { tokenise, forget } = remembering((text) => {
    asked.push(text);
    return [text];
  });
  for (const word of ['手机', 'iPhone15', '手机', 'wi-fi']) expect(tokenise(word)).toEqual([word]);
  expect(asked).toEqual(['手机', 'wi-fi']);
  forget();
  tokenise('手机');
  expect(asked).toEqual(['手机', 'wi-fi', '手机']);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { remembering, tokeniserOf } from '../../../src/live-rules/rule-tokeniser.ts';
import { createSegmenter } from '../../../src/segmenter/segmenter.ts';

const cut = (text: string) => {
  const at = text.length / 2;
  return [
    { text: text.slice(0, at), start: 0, end: at },
    { text: text.slice(at), start: at, end: text.length },
  ];
};

test('words of rules are cut in the writing that queries have', () => {
  const tokenise = tokeniserOf({
    segment: cut,
    readings: (text) => ({ best: cut(text), others: [] }),
    words: cut,
  });
  expect(tokenise('手機')).toEqual(['手', '机']);
  expect(tokenise('ＡＢ')).toEqual(['A', 'B']);
});

test('the same word is cut once; what no dictionary cuts, never', () => {
  const asked: string[] = [];
  const tokenise = remembering((text) => {
    asked.push(text);
    return [text];
  });
  for (const word of ['手机', 'iPhone15', '手机', 'wi-fi']) expect(tokenise(word)).toEqual([word]);
  expect(asked).toEqual(['手机', 'wi-fi']);
});

test('what is not given to the segmenter is cut as it would be', async () => {
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const { segmenter } = await createSegmenter({ userDictionaries: [], hmm: 'off', logger });
  const cutByAll = tokeniserOf(segmenter);
  const tokenise = remembering(cutByAll);
  const text = fc.array(fc.constantFrom('usb', 'T恤', '15', 'wi-fi', 'iPhone', ' ', '3.5', '手机'), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(text, (pieces) => expect(tokenise(pieces.join(''))).toEqual(cutByAll(pieces.join('')))),
  );
  expect(tokenise('usb c 15')).toEqual(['usb', 'c', '15']);
});

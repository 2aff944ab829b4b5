import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bertNormalise, bertWords } from '../../../../src/inference/tokenize/bert-normalise.ts';
import { createWordCutter } from '../../../../src/inference/tokenize/fast-words.ts';
import { createWordPiece } from '../../../../src/inference/tokenize/word-piece.ts';
import { firstIds, isBeforeBlank } from '../../../../src/inference/tokenize/tokenizer.ts';

const SETTINGS = [true, false].flatMap((lowercase) =>
  [true, false].flatMap((handleChineseChars) =>
    [true, false].map((cleanText) => ({ lowercase, stripAccents: lowercase, handleChineseChars, cleanText })),
  ),
);

test.each(SETTINGS)('every character of the first plane gives the words of the slow way (%j)', (settings) => {
  const cut = createWordCutter(settings);
  for (let code = 0; code < 65_536; code++) {
    const character = String.fromCharCode(code);
    const text = `${character} a${character}b`;
    const slow = bertWords(bertNormalise(text, settings));
    const fast = cut(text);
    // An assertion for each would take most of the time.
    if (fast.join('|') !== slow.join('|')) expect([code, text, fast]).toEqual([code, text, slow]);
  }
});

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    'USB-C ',
    '手机壳',
    '防摔',
    'Café',
    ' 1.5m ',
    '，',
    'ＡＢＣ',
    'ΣΑΣ',
    'e\u0301',
    '한국',
    '𠮷',
    '\u200b',
    'ﬁ',
  ),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

test('any text gives the words of the slow way', () => {
  for (const settings of SETTINGS) {
    const cut = createWordCutter(settings);
    fc.assert(fc.property(text, (any) => expect(cut(any)).toEqual(bertWords(bertNormalise(any, settings)))));
  }
});

test('the first ids of a text are those of the whole text', () => {
  const settings = SETTINGS[0]!;
  const characters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789手机壳防摔,.-');
  const pieces = ['[UNK]', ...characters, ...characters.map((one) => `##${one}`), 'usb', 'cafe'];
  const tokenizer = createWordPiece({
    vocabulary: new Map(pieces.map((one, id) => [one, id])),
    unknownId: 0,
    continuation: '##',
    maxWordCharacters: 100,
    normalise: (any) => bertNormalise(any, settings),
    cut: createWordCutter(settings),
    hanApart: true,
    added: [],
  });
  const long = fc.array(piece, { minLength: 20, maxLength: 200 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(long, fc.integer({ min: 1, max: 40 }), (any, limit) => {
      expect(tokenizer.encode(any, limit)).toEqual(tokenizer.encode(any, 4000).slice(0, limit));
    }),
  );
});

test('no more of a text is read than is likely to be needed', () => {
  const read: number[] = [];
  const encode = (beginning: string): readonly number[] => {
    read.push(beginning.length);
    return beginning.split(' ').map(({ length }) => length);
  };
  expect(firstIds('word '.repeat(10_000), 20, { encode, isCut: isBeforeBlank })).toEqual(Array(20).fill(4));
  expect(Math.max(...read)).toBeLessThan(200);
});

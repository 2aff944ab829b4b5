import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bertNormalise,
  type BertNormalising,
  bertWords,
} from '../../../../src/inference/tokenize/bert-normalise.ts';
import { createWordPiece } from '../../../../src/inference/tokenize/word-piece.ts';
import { createWordReader } from '../../../../src/inference/tokenize/word-reader.ts';
import { firstIds, isBeforeBlank, type Tokenizer } from '../../../../src/inference/tokenize/tokenizer.ts';

const SETTINGS = [true, false].flatMap((lowercase) =>
  [true, false].flatMap((handleChineseChars) =>
    [true, false].map((cleanText) => ({ lowercase, stripAccents: lowercase, handleChineseChars, cleanText })),
  ),
);

/** Words by the reader; by the slow way where it does not know. */
function fastWay(settings: BertNormalising): (text: string) => readonly string[] {
  const reader = createWordReader(settings);
  return (text) => {
    const words: string[] = [];
    const isRead = reader.read(text, text.length, {
      word(from, start, end) {
        words.push(reader.written(from.slice(start, end)));
        return false;
      },
      character(code) {
        words.push(String.fromCharCode(code));
        return false;
      },
    });
    return isRead ? words : bertWords(bertNormalise(text, settings));
  };
}

test.each(SETTINGS)('every character of the first plane gives the words of the slow way (%j)', (settings) => {
  const cut = fastWay(settings);
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
    const cut = fastWay(settings);
    fc.assert(fc.property(text, (any) => expect(cut(any)).toEqual(bertWords(bertNormalise(any, settings)))));
  }
});

const CHARACTERS = Array.from('abcdefghijklmnopqrstuvwxyz0123456789手机壳防摔,.-');
const VOCABULARY = ['[UNK]', ...CHARACTERS, ...CHARACTERS.map((one) => `##${one}`), 'usb', 'cafe'];

function wordPiece(form?: (text: string) => string): Tokenizer {
  const settings = SETTINGS[0]!;
  return createWordPiece({
    vocabulary: new Map(VOCABULARY.map((one, id) => [one, id])),
    unknownId: 0,
    continuation: '##',
    maxWordCharacters: 100,
    form,
    normalise: (any) => bertNormalise(any, settings),
    reader: createWordReader(settings),
    hanApart: true,
    added: [],
  });
}

test.each([
  ['as they come', undefined],
  ['put into a form first', (any: string) => any.normalize('NFKC')],
])('the first ids of texts %s are those of the whole text', (_, form) => {
  const tokenizer = wordPiece(form);
  const long = fc.array(piece, { minLength: 20, maxLength: 200 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(long, fc.integer({ min: 0, max: 40 }), (any, limit) => {
      expect(tokenizer.encode(any, limit)).toEqual(tokenizer.encode(any, 4000).slice(0, limit));
    }),
  );
});

test('a word has the same pieces however often and after however many others it is met', () => {
  const tokenizer = wordPiece();
  const words = Array.from({ length: 20_000 }, (_, at) => `usb${at.toString(36)}`);
  const first = words.map((word) => tokenizer.encode(word, 16));
  expect(words.map((word) => tokenizer.encode(word, 16))).toEqual(first);
  expect(first[35]).toEqual(['usb', '##z'].map((one) => VOCABULARY.indexOf(one)));
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

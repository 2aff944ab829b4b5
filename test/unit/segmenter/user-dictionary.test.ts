import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../src/errors.ts';
import { readUserDictionaries } from '../../../src/segmenter/user-dictionary.ts';
import { readLexicon } from '../../../src/stages/understand/tag/lexicon.ts';

const PIECES = [
  '手机',
  '壳',
  'a',
  '1',
  '0',
  '99999999999',
  'n',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '#',
  ':',
  ',',
  '\ufeff',
  '\u0000',
  '\ud800',
  '__proto__',
  'x'.repeat(40),
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));

test.each([
  ['a dictionary', (written: string) => readUserDictionaries([{ file: 'd.txt', text: written }])],
  ['a lexicon', (written: string) => readLexicon(written, 'd.txt')],
])('whatever stands in %s gives words, or every fault with its line', (_, read) => {
  fc.assert(
    fc.property(text, (written) => {
      try {
        for (const word of read(written).keys()) expect(word.trim()).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(GatewayError);
        const lines = (error as GatewayError).message
          .split('\n')
          .map((line) => /^d\.txt:(\d+): ./.exec(line)?.[1]);
        for (const line of lines) expect(Number(line)).toBeLessThanOrEqual(written.split('\n').length);
      }
    }),
  );
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TextIndex } from '../../../src/text/text-index.ts';

const texts = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 6 }), { maxLength: 200 });

test('numbers texts in their order, and knows no others', () => {
  fc.assert(
    fc.property(texts, fc.string({ maxLength: 4 }), (known, other) => {
      const index = TextIndex.over(structuredClone(TextIndex.arraysOf(known)));
      expect(index.size).toBe(known.length);
      expect(known.map((text) => index.numberOf(text))).toEqual(known.map((_, at) => at));
      expect(known.map((_, at) => index.textOf(at))).toEqual(known);
      expect(index.numberOf(other)).toBe(known.indexOf(other));
    }),
  );
});

test('finds a piece of a text as the piece itself', () => {
  fc.assert(
    fc.property(texts, fc.string(), fc.nat(20), fc.nat(20), (known, text, from, length) => {
      const index = TextIndex.over(TextIndex.arraysOf(known));
      const [start, end] = [Math.min(from, text.length), Math.min(from + length, text.length)];
      expect(index.numberOf(text, start, end)).toBe(known.indexOf(text.slice(start, end)));
    }),
  );
});

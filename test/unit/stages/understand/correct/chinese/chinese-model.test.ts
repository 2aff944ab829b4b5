import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChineseModel } from '../../../../../../src/stages/understand/correct/chinese/chinese-model.ts';
import { ModelFile } from '../../../../../../src/stages/understand/correct/english/model-file.ts';

/** The model as it is shipped. */
const bytes = readFileSync('dictionaries/chinese.spelling.bin');
const model = new ChineseModel(bytes);
const codes = fc.integer({ min: 0x4e00, max: 0x9fff });
const words = fc.integer({ min: 0, max: model.size - 1 });

describe('ChineseModel', () => {
  test('finds every word by its characters', () => {
    fc.assert(fc.property(words, (word) => expect(model.find(model.word(word))).toBe(word)));
  });

  test('says of the first two characters of every word that words begin with them', () => {
    fc.assert(
      fc.property(words, (word) => {
        fc.pre(model.length(word) > 1);
        expect(model.begins(model.codeOf(word, 0), model.codeOf(word, 1))).toBe(true);
      }),
    );
  });

  test('finds where words with a beginning end', () => {
    fc.assert(
      fc.property(words, codes, (word, other) => {
        const code = model.codeOf(word, 0);
        const [low, high] = [
          model.firstWord(0, model.size, 0, code),
          model.firstWord(0, model.size, 0, code + 1),
        ];
        for (const next of [other, model.codeOf(word, Math.min(1, model.length(word) - 1))]) {
          const first = model.firstWord(low, high, 1, next);
          expect(model.endOfWords(first, high, 1, next)).toBe(model.firstWord(low, high, 1, next + 1));
        }
      }),
    );
  });

  test('numbers the pairs that are contexts as the file lists them', () => {
    const pairs = new ModelFile(bytes).words32('contextPairs');
    fc.assert(
      fc.property(fc.nat(pairs.length - 1), (context) => {
        expect(model.words.context(pairs[context]!)).toBe(context);
      }),
    );
  });
});

describe('CharacterModel', () => {
  const { characters } = model;
  const text = fc.array(fc.constantFrom(...Array.from('我想买一张机票去北京惊学校里习英语雨')), {
    minLength: 1,
    maxLength: 12,
  });

  test('scores a change as the whole run with the change', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(2), text, (run, place, more, meant) => {
        const typed = characters.codesOf(run.join(''));
        const read = characters.read(typed);
        const start = 1 + (place % run.length);
        const end = Math.min(start + 1 + more, run.length + 1);
        const changed = typed.slice();
        for (let at = start; at < end; at += 1) changed[at] = meant[at % meant.length]!.charCodeAt(0);
        const whole = characters.score(changed, start, Math.min(changed.length, end + 3));
        expect(characters.changedScore(changed, { start, end }, read, -Infinity)).toBe(whole);
        expect(characters.changedScore(changed, { start, end }, read, whole)).toBe(whole);
        expect(characters.changedScore(changed, { start, end }, read, whole + 0.001)).toBe(-Infinity);
      }),
    );
  });
});

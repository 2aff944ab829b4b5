import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changedWords } from '../../../../../src/stages/understand/correct/align.ts';
import type { Edit } from '../../../../../src/stages/understand/correct/correction.ts';

/** A text of these words, parted by `glue`, and where each stands. */
function cut(
  words: readonly string[],
  glue = '',
): { text: string; words: { text: string; start: number; end: number }[] } {
  let text = '';
  const found = words.map((word) => {
    if (text !== '') text += glue;
    const start = text.length;
    text += word;
    return { text: word, start, end: text.length };
  });
  return { text, words: found };
}

const edit = (start: number, end: number, replacement: string): Edit => ({ start, end, replacement });

describe('changedWords', () => {
  test('one word for one', () => {
    expect(
      changedWords(cut(['red', 'shoos'], ' '), cut(['red', 'shoes'], ' '), [edit(4, 9, 'shoes')]),
    ).toEqual([{ first: 1, end: 2, typed: 'shoos', words: ['shoes'], corrected: 'shoes' }]);
  });

  test('words that are cut in another way once they are right stand together', () => {
    expect(
      changedWords(cut(['平', '果', '手', '鸡壳']), cut(['苹果', '手机壳']), [
        edit(0, 1, '苹'),
        edit(3, 4, '机'),
      ]),
    ).toEqual([
      { first: 0, end: 2, typed: '平果', words: ['苹果'], corrected: '苹果' },
      { first: 2, end: 4, typed: '手鸡壳', words: ['手机壳'], corrected: '手机壳' },
    ]);
  });

  test('a blank put in, and one taken out', () => {
    expect(changedWords(cut(['phonecase']), cut(['phone', 'case'], ' '), [edit(5, 5, ' ')])).toEqual([
      { first: 0, end: 1, typed: 'phonecase', words: ['phone', 'case'], corrected: 'phone case' },
    ]);
    expect(changedWords(cut(['key', 'board'], ' '), cut(['keyboard']), [edit(3, 4, '')])).toEqual([
      { first: 0, end: 2, typed: 'key board', words: ['keyboard'], corrected: 'keyboard' },
    ]);
  });

  test('latin letters that become a Chinese word', () => {
    expect(changedWords(cut(['shouji', 'ke'], ' '), cut(['手机壳']), [edit(0, 9, '手机壳')])).toEqual([
      { first: 0, end: 2, typed: 'shouji ke', words: ['手机壳'], corrected: '手机壳' },
    ]);
  });

  test('nothing changed is no group; groups are in order, apart, and put together make the correction', () => {
    const word = fc.stringMatching(/^[a-e]{1,4}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.option(word)), { minLength: 1, maxLength: 8 }), (pairs) => {
        const given = cut(
          pairs.map(([typed]) => typed),
          ' ',
        );
        const corrected = cut(
          pairs.map(([typed, right]) => right ?? typed),
          ' ',
        );
        const edits = pairs.flatMap(([typed, right], at) => {
          const { start, end } = given.words[at]!;
          return right === null || right === typed ? [] : [edit(start, end, right)];
        });
        const groups = changedWords(given, corrected, edits);
        const rebuilt = given.words.map(({ text }) => text);
        for (const { first, end, words } of groups.toReversed()) rebuilt.splice(first, end - first, ...words);
        expect(rebuilt.join(' ')).toBe(corrected.text);
        expect(groups).toHaveLength(edits.length);
      }),
    );
  });
});

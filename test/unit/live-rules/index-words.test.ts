import { expect, test } from '@jest/globals';
import { byOwnWords, withoutWords } from '../../../src/live-rules/index-words.ts';
import { parseShingles } from '../../../src/rules/shingle/parse.ts';
import { parseWordBreak } from '../../../src/rules/word-break/parse.ts';

const compounds = (text: string) => parseWordBreak({ file: 'c.word-break.json', text }).packed;
const asking = compounds('{"dictionaryField": "title"}');
const bringing = compounds('{"dictionary": {"wall": 2}}');
const shingles = parseShingles({ file: 's.shingle.json', text: '{}' }).packed;
const shop = new Map([['shop', { frequency: () => 1, documents: 1 }]]);

test('a file for every index is opened for each whose words it asks for', () => {
  const all = new Map([[undefined, [asking, shingles]]]);
  expect(byOwnWords(all, shop)).toEqual(new Map([...all, ['shop', [asking, shingles]]]));
  const own = new Map([[undefined, [bringing, shingles]]]);
  expect(byOwnWords(own, shop)).toBe(own);
});

test('a file that asks for words of which nobody knows is a doubt', () => {
  const doubts = (programs: Parameters<typeof withoutWords>[0]) =>
    withoutWords(byOwnWords(programs, shop), shop);
  expect(
    doubts(
      new Map([
        ['shop', [asking]],
        [undefined, [asking, bringing]],
      ]),
    ),
  ).toEqual([]);
  expect(doubts(new Map([['inn', [asking]]]))).toEqual([
    { file: 'c.word-break.json', line: 1, message: expect.stringContaining('dictionary build') },
  ]);
});

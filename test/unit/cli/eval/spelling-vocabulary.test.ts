import { describe, expect, test } from '@jest/globals';
import { spellingParts } from '../../../../src/cli/eval/spelling-vocabulary.ts';

const TEXTS = ['red zorblax', 'blue quimbly', 'old fendrill', 'new mantrope', 'big wessock'];
/** Each intended text twice: as it is, and with a slip. */
const PAIRS = TEXTS.flatMap((intended) => [
  { typed: intended, intended },
  { typed: intended.slice(0, -1), intended },
]);

describe('spellingParts', () => {
  test('half: every row once, with a dictionary of the texts that are not intended in its half', async () => {
    const parts = await spellingParts(PAIRS, { vocabulary: 'half' });
    expect(parts).toHaveLength(2);
    expect(parts.flatMap(({ pairs }) => pairs).toSorted(byTyped)).toEqual(PAIRS.toSorted(byTyped));
    for (const { pairs, dictionary } of parts) {
      const own = new Set(pairs.map(({ intended }) => intended));
      const known = TEXTS.filter((text) => dictionary?.has(text.slice(text.indexOf(' ') + 1)));
      expect(known).toEqual(TEXTS.filter((text) => !own.has(text)));
    }
  });

  test('without a vocabulary: all rows, no dictionary', async () => {
    expect(await spellingParts(PAIRS, {})).toEqual([{ pairs: PAIRS, dictionary: undefined }]);
  });

  test('refuses two sources of words, and halves of one text', async () => {
    const both = spellingParts(PAIRS, { vocabulary: 'half', index: 'shop' });
    await expect(both).rejects.toThrow('give --index or --vocabulary, not both');
    const one = spellingParts(PAIRS.slice(0, 2), { vocabulary: 'half' });
    await expect(one).rejects.toThrow('two different intended texts');
  });
});

function byTyped(one: { readonly typed: string }, other: { readonly typed: string }): number {
  return one.typed < other.typed ? -1 : 1;
}

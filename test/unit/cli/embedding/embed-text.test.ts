import { describe, expect, test } from '@jest/globals';
import { embedText } from '../../../../src/cli/embedding/embed-text.ts';

const RESULT = {
  encoder: 'be-en@1',
  field: 'relevance_vector',
  template: '{title}',
  words: [],
  missing: 1001,
  embedded: 300,
  withoutText: 0,
  changed: 0,
  failed: 0,
  faults: [],
  rate: 10,
};
const slice = { id: 0, max: 2 };
const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!;

describe('what filling an index says', () => {
  test('a dry run of a part tells how long the part takes, not the whole', () => {
    expect(lastLine(embedText({ index: 'shop', dryRun: true }, RESULT, 1))).toBe(
      'shop: 1,001 documents to fill, 101 s at 10/s. Nothing was changed.',
    );
    expect(lastLine(embedText({ index: 'shop', dryRun: true, slice }, RESULT, 1))).toBe(
      'shop: 1,001 documents to fill, about 501 of them in this part, 51 s at 10/s. Nothing was changed.',
    );
  });

  test('a part does not look as if it had left out the others', () => {
    expect(lastLine(embedText({ index: 'shop' }, RESULT, 2))).toBe(
      'shop: 300 of 1,001 have a vector now (2.0 s)',
    );
    expect(lastLine(embedText({ index: 'shop', slice }, RESULT, 2))).toBe(
      'shop: 300 have a vector now in this part, of 1,001 in the whole index (2.0 s)',
    );
  });
});

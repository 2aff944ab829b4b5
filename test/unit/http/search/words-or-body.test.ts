import { expect, test } from '@jest/globals';
import type { Catalog } from '../../../../src/domain/catalog.ts';
import { wordsOrBody } from '../../../../src/http/search/words-or-body.ts';

const unknown: Catalog = { describe: () => undefined, names: () => [] };

test('a text is sent byte for byte: long numbers, decimals and blanks survive', () => {
  const body = '{\n  "query": {"term": {"sku": 9007199254740993}},\n  "min_score": 1.0\n}\n';
  expect(wordsOrBody(unknown, { index: 'shop', body }).toString()).toBe(body);
});

test('words are looked for in all fields of an index of which nothing is known', () => {
  expect(JSON.parse(wordsOrBody(unknown, { index: 'shop', query: '手机' }, 5).toString())).toEqual({
    query: { multi_match: { query: '手机' } },
    size: 5,
  });
});

import { describe, expect, test } from '@jest/globals';
import { countRequest, readCounts } from '../../../src/search-api/count-texts.ts';
import { request } from './compiling.ts';

describe('countRequest', () => {
  test('asks for phrases in the fields that the search looks in, one search a text', () => {
    const search = request('{"query":{"multi_match":{"query":"手鸡","fields":["title^3","brand"]}}}');
    const { path, body } = countRequest({ ...search, indices: ['shop/a', 'shop b'] }, ['手鸡', 'a"b']);
    expect(path).toBe('/shop%2Fa,shop%20b/_msearch');
    const lines = body.toString().split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(4);
    const [header, first, , second] = lines.map((line) => JSON.parse(line) as unknown);
    expect(header).toEqual({ ignore_unavailable: 'true' });
    const phrase = (query: string) => ({
      size: 0,
      track_total_hits: 10_000,
      query: {
        bool: {
          filter: [{ multi_match: { query, type: 'phrase', fields: ['title^3', 'brand'], lenient: true } }],
        },
      },
    });
    expect(first).toEqual(phrase('手鸡'));
    expect(second).toEqual(phrase('a"b'));
  });

  test('a search in the URL without a field looks in the default ones', () => {
    const { body } = countRequest(request('', 'q=shoos'), ['shoos']);
    expect(JSON.parse(body.toString().split('\n')[1]!)).toMatchObject({
      query: { bool: { filter: [{ multi_match: { query: 'shoos', type: 'phrase', lenient: true } }] } },
    });
  });
});

describe('readCounts', () => {
  test.each([
    ['{"responses":[{"hits":{"total":{"value":3,"relation":"eq"}}},{"hits":{"total":7}}]}', [3, 7]],
    ['{"responses":[{"error":{"type":"x"},"status":400},{"hits":{"total":{"value":0}}}]}', [null, 0]],
    ['{}', [null, null]],
  ])('%s', (body, counts) => {
    expect(readCounts(Buffer.from(body), 2)).toEqual(counts);
  });
});

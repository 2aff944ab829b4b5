import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Decoration, NO_INSTRUCTIONS, type Spelling, typedQuery } from '../../../src/domain/query.ts';
import { queryHeaders } from '../../../src/search-api/query-headers.ts';

const SPELLING: Spelling = {
  original: '平果 "x"',
  used: '苹果',
  suggested: '苹果',
  outcome: 'replaced',
  confidence: 1,
};
const query = (spelling: Spelling | null, decorations: readonly Decoration[] = []) => ({
  ...typedQuery('x'),
  spelling,
  instructions: { ...NO_INSTRUCTIONS, decorations },
});

describe('queryHeaders', () => {
  test('nothing to say is no header', () => {
    expect(queryHeaders(query(null))).toEqual([]);
  });

  test('texts are percent-encoded', () => {
    expect(queryHeaders(query(SPELLING))).toEqual([
      'Relevance-Query',
      'original="%E5%B9%B3%E6%9E%9C%20%22x%22", used="%E8%8B%B9%E6%9E%9C", suggested="%E8%8B%B9%E6%9E%9C", outcome=replaced',
    ]);
  });

  test('decorations are JSON in ASCII, in order, as many as 4 KiB hold', () => {
    const redirect = { key: 'redirect', value: 'https://a.example/促销', origin: 'r1' };
    const banner = { key: null, value: 'a"b\n😀', origin: 'r2' };
    const [name, value] = queryHeaders(query(null, [redirect, banner]));
    expect(name).toBe('Relevance-Decorations');
    expect(value).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(value!)).toEqual([redirect, banner]);
    const long = { key: 'c', value: 'x'.repeat(4000), origin: 'r3' };
    expect(JSON.parse(queryHeaders(query(null, [redirect, long]))[1]!)).toEqual([redirect]);
    expect(queryHeaders(query(null, [{ ...long, value: 'x'.repeat(5000) }]))).toEqual([]);
  });

  test('whatever the texts are, the values are printable and at most 4 KiB', () => {
    const text = fc.string({ unit: 'binary', maxLength: 2000 });
    fc.assert(
      fc.property(text, text, (used, value) => {
        const headers = queryHeaders(
          query({ ...SPELLING, used: `${used}\ud800` }, [{ key: used, value, origin: 'r' }]),
        );
        for (const part of headers) {
          expect(part).toMatch(/^[\x20-\x7e]*$/);
          expect(part.length).toBeLessThanOrEqual(4096);
        }
      }),
    );
  });
});

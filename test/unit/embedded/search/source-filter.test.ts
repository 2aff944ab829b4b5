import { describe, expect, test } from '@jest/globals';
import { filterSource, parseSource } from '../../../../src/embedded/search/source-filter.ts';

const SOURCE =
  '{ "id": 12345678901234567890, "price": 1.0, "a": {"b": "x,]}\\"", "c": [1, {"d": 2, "e": 3}]}, "tags": ["n", "m"], "a.b": 4 }';

function filtered(json: unknown): string {
  return filterSource(Buffer.from(SOURCE), parseSource(json)).toString();
}

describe('filterSource', () => {
  test('hands the source on untouched where nothing is left out', () => {
    const source = Buffer.from(SOURCE);
    expect(filterSource(source, parseSource(true))).toBe(source);
  });
  test('keeps numbers as they were written', () => {
    expect(filtered(['id', 'price'])).toBe('{"id":12345678901234567890,"price":1.0}');
  });
  test('includes below a path, through arrays', () => {
    expect(filtered('a.c.d')).toBe('{"a":{"c":[{"d":2}]}}');
    expect(filtered({ includes: ['a'], excludes: ['a.c'] })).toBe('{"a":{"b":"x,]}\\""},"a.b":4}');
  });
  test('knows patterns', () => {
    expect(filtered('t*')).toBe('{"tags":["n","m"]}');
    expect(filtered({ excludes: ['*'] })).toBe('{}');
    expect(filtered('nothing')).toBe('{}');
  });
});

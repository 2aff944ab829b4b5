import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseContext } from '../../../src/http/context-header.ts';

describe('Relevance-Context', () => {
  test.each([
    [undefined, {}],
    ['', {}],
    ['tenant=a', { tenant: 'a' }],
    ['tenant=a, segment=new', { tenant: 'a', segment: 'new' }],
    ['segment="new, vip", tenant=a', { segment: 'new, vip', tenant: 'a' }],
    ['note="a \\"b\\" \\\\"', { note: 'a "b" \\' }],
    [' user.id = 7 ', { 'user.id': '7' }],
    ['=a, tenant=b, broken', { tenant: 'b' }],
    ['tenant=', { tenant: '' }],
  ])('%j', (header, expected) => {
    expect(Object.fromEntries(parseContext(header))).toEqual(expected);
  });

  test('names of object members are names like any other', () => {
    const context = parseContext('constructor=x, a=1');
    expect(context.get('constructor')).toBe('x');
    expect(context.get('toString')).toBeUndefined();
  });

  test('is bounded in length and in pairs', () => {
    expect(parseContext(`a=${'x'.repeat(5000)}`).size).toBe(0);
    expect(parseContext(Array.from({ length: 100 }, (_, n) => `k${n}=v`).join(',')).size).toBe(32);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => parseContext(text).size >= 0),
    );
  });
});

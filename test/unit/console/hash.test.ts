import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashOf, parseHash } from '../../../src/console/state/hash.ts';

describe('addresses of the console', () => {
  test('what is written is read, whatever was typed', () => {
    const keys = fc.string({ minLength: 1 }).filter((key) => key !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.string({ minLength: 1, unit: 'grapheme' })), (parameters) => {
        expect(parseHash(hashOf('why', parameters))).toEqual({ page: 'why', parameters: { ...parameters } });
      }),
    );
  });

  test('what is empty is left out', () => {
    expect(hashOf('playground', { q: '手机', index: '', left: undefined })).toBe(
      '#/playground?q=%E6%89%8B%E6%9C%BA',
    );
    expect(hashOf('system')).toBe('#/system');
  });

  test('no address is the first page', () => {
    expect(parseHash('')).toEqual({ page: '', parameters: {} });
    expect(parseHash('#/rules?a=b?c')).toEqual({ page: 'rules', parameters: { a: 'b?c' } });
  });
});

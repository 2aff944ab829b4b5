import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wildcardTest } from '../../../../src/embedded/query/pattern-terms.ts';

describe('wildcardTest', () => {
  test.each([
    ['pho*', 'phone', true],
    ['*one', 'phone', true],
    ['p?one', 'phone', true],
    ['p?one', 'pone', false],
    ['*', '', true],
    ['手*机', '手提机', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(wildcardTest(pattern, false).test(text)).toBe(expected);
  });
  test('ignores case where asked', () => {
    expect(wildcardTest('PH*', true).test('phone')).toBe(true);
    expect(wildcardTest('PH*', false).test('phone')).toBe(false);
  });
  test('equals a regular expression', () => {
    const letters = (list: string): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...Array.from(list)), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(letters('ab*?'), letters('ab'), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(wildcardTest(pattern, false).test(text)).toBe(expression.test(text));
      }),
      { numRuns: 1000 },
    );
  });
  test('is quick on patterns that make regular expressions explode', () => {
    const started = performance.now();
    expect(wildcardTest(`${'*a'.repeat(40)}*b`, false).test('a'.repeat(10_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

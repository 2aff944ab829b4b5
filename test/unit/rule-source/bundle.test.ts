import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bundleOf } from '../../../src/rule-source/bundle.ts';

describe('a bundle of rule files', () => {
  test('has the same version in any order, and another for any other byte', () => {
    const files = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,4}\/[a-z]{1,4}$/), fc.string()), {
      selector: ([path]) => path,
      minLength: 1,
    });
    fc.assert(
      fc.property(files, (entries) => {
        const { version } = bundleOf(entries);
        expect(bundleOf(entries.toReversed()).version).toBe(version);
        const [[path, text], ...rest] = entries as [[string, string]];
        expect(bundleOf([[path, `${text}!`], ...rest]).version).not.toBe(version);
        expect(bundleOf(rest).version).not.toBe(version);
      }),
    );
  });

  test.each([
    '../a.rules.txt',
    'a/../b',
    '/etc/passwd',
    'a',
    'a/b/c',
    'a/.hidden',
    '..\\a/b',
    'a/b\u0000',
    '',
  ])('with the path %j is refused', (path) => {
    expect(() => bundleOf([[path, '']])).toThrow(/must be <index>\/<file>/);
  });

  test('with one path twice, or with what is no text, is refused', () => {
    expect(() =>
      bundleOf([
        ['a/b', ''],
        ['a/b', ''],
      ]),
    ).toThrow(/twice/);
    expect(() => bundleOf([['a/b', 7]])).toThrow(/no text/);
  });
});

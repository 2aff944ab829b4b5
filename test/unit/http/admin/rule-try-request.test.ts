import { expect, test } from '@jest/globals';
import { ruleTryRequest } from '../../../../src/http/admin/rule-try-request.ts';

const SOUND = { index: 'shop', rules: 'a =>\n  UP: b\n', queries: ['a'] };

test('what is not said has a default', () => {
  expect(ruleTryRequest(SOUND, ['x', 'y'])).toEqual({
    ...SOUND,
    file: 'try.rules.txt',
    context: {},
    size: 10,
    headers: ['x', 'y'],
  });
});

test.each<[object, string]>([
  [{ index: '*' }, 'without wildcards'],
  [{ index: '../..' }, 'without wildcards'],
  [{ file: '../x.rules.txt' }, 'without folders'],
  [{ file: '/etc/passwd' }, 'without folders'],
  [{ file: '.hidden' }, 'without folders'],
  [{ file: 'a\\b' }, 'without folders'],
  [{ file: 'a\nb' }, 'without folders'],
  [{ rules: 'x'.repeat(256 * 1024 + 1) }, 'no longer than'],
  [{ rules: 7 }, 'what stands in the file'],
  [{ queries: [] }, '1 to 25 texts'],
  [{ queries: Array(26).fill('a') }, '1 to 25 texts'],
  [{ queries: [''] }, '1 to 25 texts'],
  [{ size: 51 }, 'from 1 to 50'],
  [{ save: true }, 'unknown key "save"'],
])('%j is refused', (more, message) => {
  expect(() => ruleTryRequest({ ...SOUND, ...more }, [])).toThrow(message);
});

import { expect, test } from '@jest/globals';
import { parseQueries } from '../../../loadtest/queries.ts';

test('JSON lines, with counts or without', () => {
  const content = '{"_id":"q1","text":"手机壳"}\n{"text":"usb","count":5}\n{"query":"usb","count":2}\n';
  expect(parseQueries(content, 'f')).toEqual([
    { text: '手机壳', weight: 1 },
    { text: 'usb', weight: 7 },
  ]);
});

test('a log: one query a line, as often as it comes; counts behind a tab', () => {
  expect(parseQueries('tea\r\ncoffee\n\n tea \nmilk\t40\n', 'f')).toEqual([
    { text: 'tea', weight: 2 },
    { text: 'coffee', weight: 1 },
    { text: 'milk', weight: 40 },
  ]);
});

test.each([
  ['{"text":', 'f:1: not JSON'],
  ['tea\n{"id":1}', 'f:2: no "text"'],
  ['tea\t0', 'f:1: a count'],
  ['tea\tmany', 'f:1: a count'],
  ['\n\n', 'f: no query'],
])('%j is refused with its line', (content, reason) => {
  expect(() => parseQueries(content, 'f')).toThrow(reason);
});

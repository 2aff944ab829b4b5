import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDictionaryText, readRuleText } from '../../../src/live-rules/rule-text.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-rule-text-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(bytes: string | Uint8Array): string {
  const path = join(folder, 'a.rules.txt');
  writeFileSync(path, bytes);
  return path;
}

describe('the text of a rule file', () => {
  test('is read without its byte order mark', async () => {
    expect(await readRuleText(written('\ufeff手机 =>\r\n  UP: x\r\n'))).toBe('手机 =>\r\n  UP: x\r\n');
  });

  test('is whole where a character lies across two pieces', async () => {
    const text = `${'a'.repeat(1024 * 1024 - 1)}手机`;
    expect(await readRuleText(written(text))).toBe(text);
  });

  test.each<[string, Uint8Array, number]>([
    ['Latin-1', Buffer.from('a =>\n  UP: caf\xe9\n', 'latin1'), 2],
    ['UTF-16', Buffer.from('\ufeffa =>', 'utf16le'), 1],
    ['a character that is cut off at the end', Buffer.from('a\r\nb\rc\n手').subarray(0, -1), 4],
  ])('that is no UTF-8 is refused with its line: %s', async (_, bytes, line) => {
    expect(await readRuleText(written(bytes))).toEqual({
      line,
      problem: 'is not written in UTF-8: save it as UTF-8',
    });
  });

  test('of 100 MB is refused without being read', async () => {
    const path = written('a =>\n');
    truncateSync(path, 100 * 1024 * 1024);
    expect(await readRuleText(path)).toEqual({ line: 1, problem: 'is larger than 64 MB: split it' });
  });

  test('cannot be had of a folder, or of nothing', async () => {
    mkdirSync(join(folder, 'x.rules.txt'));
    expect(await readRuleText(join(folder, 'x.rules.txt'))).toMatchObject({
      problem: expect.stringContaining('is a folder'),
    });
    expect(await readRuleText(join(folder, 'none.rules.txt'))).toEqual({
      line: 1,
      problem: 'no such file',
    });
  });
});

test('a dictionary that is not there is none', () => {
  expect(readDictionaryText(join(folder, 'none.txt'))).toBeUndefined();
  expect(readDictionaryText(folder)).toBeUndefined();
  writeFileSync(join(folder, 'words.txt'), 'wall\t3\n');
  expect(readDictionaryText(join(folder, 'words.txt'))).toBe('wall\t3\n');
});

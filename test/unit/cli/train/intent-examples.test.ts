import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIntentExamples } from '../../../../src/cli/train/intent-examples.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-examples-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  const file = join(folder, 'examples.jsonl');
  writeFileSync(file, text);
  return readIntentExamples(file);
};

describe('readIntentExamples', () => {
  test('takes a mark, CRLF, blank lines and keys of no matter', () => {
    expect(
      read('\ufeff{"text":"放歌","intent":"music","x":1,"group":"t"}\r\n\n{"intent":"a","text":""}'),
    ).toEqual([
      { text: '放歌', intent: 'music', group: 't' },
      { text: '', intent: 'a' },
    ]);
  });

  test.each([
    ['{"text":"a","intent":"b"}\n{"text":"a"}', ':2: expected {"text": "…", "intent": "…"}'],
    ['{"text":1,"intent":"b"}', ':1: expected'],
    ['{"text":"a","intent":', ':1: expected'],
    ['null', ':1: expected'],
    ['\n\n', ': no examples'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('names a file that is not there', () => {
    expect(() => readIntentExamples(join(folder, 'none'))).toThrow('none: ENOENT');
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTagExamples } from '../../../../src/cli/train/tag-examples.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-tags-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  const file = join(folder, 'tags.jsonl');
  writeFileSync(file, text);
  return readTagExamples(file);
};

describe('readTagExamples', () => {
  test('reads a label a character, of whatever length in UTF-16', () => {
    expect(read('{"text":"😀华为","tags":["O","B-brand","I-brand"],"chars":[]}\n')).toEqual([
      { text: '😀华为', ranges: [{ start: 1, end: 3, tag: 'brand' }] },
    ]);
  });

  test.each([
    ['labels for another length', '{"text":"华为","tags":["O"]}'],
    ['a label that is none', '{"text":"华","tags":["X"]}'],
    ['a label that continues nothing', '{"text":"华","tags":["I-brand"]}'],
    ['a label that is no text', '{"text":"华","tags":[1]}'],
    ['no labels', '{"text":"华"}'],
    ['no text', '{"tags":[]}'],
  ])('refuses %s', (_, line) => {
    expect(() => read(`{"text":"a","tags":["O"]}\n${line}`)).toThrow('tags.jsonl:2: expected {"text": "…"');
  });
});

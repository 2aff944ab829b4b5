import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Segmenter } from '../../../src/domain/segmenter.ts';
import { checkRules, loadRules, type RuleReading } from '../../../src/live-rules/live-rules.ts';

const words = (text: string) =>
  [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
const segmenter: Segmenter = {
  segment: words,
  readings: (text) => ({ best: words(text), others: [] }),
  words,
};

let parent: string;
let reading: RuleReading;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'relevance-live-'));
  const folder = join(parent, 'rules');
  mkdirSync(join(folder, 'shop'), { recursive: true });
  reading = {
    rules: { folder, watch: false, booleanInput: false, ignoreCase: true, boosts: 'additive' },
    origin: () => ({ folder }),
    segmenterOf: () => segmenter,
    vocabularies: () => new Map(),
    segmenters: () => new Map(),
  };
  writeFileSync(join(folder, 'shop/a.word-break.json'), '{"dictionary": "words.txt"}');
  writeFileSync(join(folder, 'shop/words.txt'), 'wall\nmount\n');
  writeFileSync(join(parent, 'secret.txt'), 'password: hush\n');
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe('loaded rules', () => {
  test('have another version when a dictionary changes that a file names', async () => {
    const before = await loadRules(reading);
    expect(before.errors).toEqual([]);
    expect((await loadRules(reading)).version).toBe(before.version);
    writeFileSync(join(reading.rules.folder, 'shop/words.txt'), 'wall\nmounts\n');
    expect((await loadRules(reading)).version).not.toBe(before.version);
  });
});

describe('a text that is checked', () => {
  const check = (file: string, dictionary: string) =>
    checkRules({ file, text: JSON.stringify({ dictionary }), index: 'shop' }, reading);

  test('may name a dictionary that lies beside the rules', async () => {
    expect((await check('rules/shop/new.word-break.json', 'words.txt')).errors).toEqual([]);
  });

  test.each([
    ['rules/shop/new.word-break.json', '../../secret.txt'],
    ['/new.word-break.json', 'secret.txt'],
    ['rules/shop/new.word-break.json', '/etc/passwd'],
  ])('does not quote what lies elsewhere: %s, %s', async (file, dictionary) => {
    const absolute = file.startsWith('/') ? join(parent, file) : file;
    const { errors } = await check(absolute, dictionary);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/^there is no dictionary/)]);
  });
});

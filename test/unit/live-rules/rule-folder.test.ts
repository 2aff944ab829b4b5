import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRuleFolder } from '../../../src/live-rules/rule-folder.ts';

describe('readRuleFolder', () => {
  let folder: string;
  beforeAll(() => {
    const parent = mkdtempSync(join(tmpdir(), 'relevance-folder-'));
    folder = join(parent, 'rules');
    for (const owner of ['_all', '_examples', 'products', 'products/deeper', '.git']) {
      mkdirSync(join(folder, owner), { recursive: true });
    }
    const write = (path: string, content: string | Buffer): void =>
      writeFileSync(join(folder, path), content);
    write('_all/common.synonyms.txt', 'a, b\n');
    write('_examples/aside.synonyms.txt', 'a, b\n');
    write('products/b.rules.txt', '\ufeffa =>\r\n UP: b\r\n');
    write('products/a.replace.txt', 'a => b\n');
    write('products/.a.rules.txt.swp', 'x');
    write('products/a.rules.txt~', 'x');
    write('products/README.md', 'x');
    write('products/notes.txt', 'x');
    write('products/latin.rules.txt', Buffer.from([0x63, 0xe9, 0x0a]));
    write('stray.rules.txt', 'a =>\n UP: b\n');
    write('README.md', 'x');
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  test('reads the files of each index by name, and says what it leaves out', async () => {
    const { texts, errors, warnings } = await readRuleFolder(folder);
    expect(texts.map(({ file, index }) => [file, index])).toEqual([
      ['rules/_all/common.synonyms.txt', undefined],
      ['rules/products/a.replace.txt', 'products'],
      ['rules/products/b.rules.txt', 'products'],
    ]);
    expect(texts[1]!.text).toBe('a => b\n');
    expect(errors).toEqual([
      {
        file: 'rules/products/latin.rules.txt',
        line: 1,
        message: 'is not written in UTF-8: save it as UTF-8',
      },
    ]);
    expect(warnings.map(({ file, message }) => [file, message.split(':')[0]])).toEqual([
      ['rules/products/notes.txt', 'is no rule file by its name'],
      ['rules/stray.rules.txt', 'is in no folder of an index'],
    ]);
  });

  test('links are followed, as in mounted configuration; one that leads nowhere cannot be read', async () => {
    const mounted = join(folder, '../mounted');
    mkdirSync(join(mounted, '..2026/shop'), { recursive: true });
    writeFileSync(join(mounted, '..2026/shop/a.synonyms.txt'), 'a, b\n');
    symlinkSync('..2026', join(mounted, '..data'));
    symlinkSync('..data/shop', join(mounted, 'shop'));
    symlinkSync('nowhere', join(mounted, '..2026/shop/b.rules.txt'));
    const { texts, errors } = await readRuleFolder(mounted);
    expect(texts).toEqual([{ file: 'mounted/shop/a.synonyms.txt', text: 'a, b\n', index: 'shop' }]);
    expect(errors).toEqual([{ file: 'mounted/shop/b.rules.txt', line: 1, message: 'no such file' }]);
  });

  test('a folder that does not exist holds nothing', async () => {
    expect(await readRuleFolder(join(folder, 'nowhere'))).toEqual({ texts: [], errors: [], warnings: [] });
  });
});

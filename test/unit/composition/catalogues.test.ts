import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCatalogues, dictionaryFile } from '../../../src/composition/catalogues.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/schema.ts';
import { openDictionaries } from '../../../src/composition/dictionaries.ts';
import { writeDictionary } from '../../../src/stages/understand/catalogue/write-dictionary.ts';

const QUIET = { debug() {}, info() {}, warn() {} };
const SILENT = { ...QUIET, error() {} };

const dictionary = (...words: readonly string[]): Buffer =>
  writeDictionary({
    origin: { index: 'shop', builtAt: '', documents: 1, queries: 0 },
    terms: new Map(words.map((word) => [word, { documents: 1, queries: 0 }])),
    pairs: [],
    sounds: [],
    values: [],
    words: new Map(words.map((word) => [word, -1])),
    probes: [],
  });

describe('dictionaries of catalogues', () => {
  let folder: string;
  let config: Config;
  let seconds = 1;
  const write = (index: string, bytes: Buffer): void => {
    const file = dictionaryFile(config, index);
    writeFileSync(file, bytes);
    seconds += 1;
    utimesSync(file, seconds, seconds);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-catalogues-'));
    mkdirSync(join(folder, 'data/dictionaries'), { recursive: true });
    writeFileSync(join(folder, 'relevance.yaml'), 'indices: { shop: { dictionary: shop.bin }, books: {} }');
    ({ config } = loadConfig({ env: { RELEVANCE_DATA_DIR: 'data' }, cwd: folder }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('lie where the configuration says, or in the data folder under the name of the index', () => {
    expect(dictionaryFile(config, 'shop')).toBe(join(folder, 'shop.bin'));
    expect(dictionaryFile(config, 'books')).toBe(join(folder, 'data/dictionaries/books.dictionary.bin'));
  });

  test('are those that are there; a configured one that is not is said', async () => {
    write('books', dictionary('novel', 'poem'));
    const { names, of, health } = await createCatalogues(SILENT).open(config);
    expect(names).toEqual(['books']);
    expect(of('books')?.has('poem')).toBe(true);
    expect(of('shop')).toBeUndefined();
    expect(health.state).toBe('degraded');
    expect(health.detail).toMatch(
      /^books \(2 terms, version \w{8}\); .*shop\.bin is not there: relevance dictionary build --index shop$/,
    );
  });

  test('are read again when they change; a faulty one is refused once, and the one before stays', async () => {
    const errors: unknown[] = [];
    const catalogues = createCatalogues({ ...QUIET, error: (fields) => errors.push(fields) });
    write('shop', dictionary('old'));
    write('books', dictionary('novel'));
    const before = await catalogues.open(config);
    write('shop', Buffer.from('half a file'));
    const after = await catalogues.open(config);
    expect([after.of('shop'), after.of('books')]).toEqual([before.of('shop'), before.of('books')]);
    expect(after.of('books')).toBe(before.of('books'));
    expect(after.health).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('shop.bin: not a model file'),
    });
    await catalogues.open(config);
    expect(errors).toEqual([{ file: join(folder, 'shop.bin'), reason: 'not a model file' }]);
    write('shop', dictionary('new'));
    const mended = await catalogues.open(config);
    expect([mended.of('shop')?.has('new'), mended.of('shop')?.has('old')]).toEqual([true, false]);
    expect(mended.health.state).toBe('up');
  });

  test('give the segmenter words for their own index only', async () => {
    write('books', dictionary('霜枫书坊'));
    const { segmenterOf } = await openDictionaries(
      config,
      SILENT,
      await createCatalogues(SILENT).open(config),
    );
    const cut = (index: string) =>
      segmenterOf(index)
        .segment('霜枫书坊')
        .map(({ text }) => text);
    expect(cut('books')).toEqual(['霜枫书坊']);
    expect(cut('shop')).not.toEqual(['霜枫书坊']);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDataset } from '../../../src/cli/eval/dataset.ts';
import { storageFault } from '../../../src/evaluation-store/files.ts';
import { createJudgmentStore, type JudgmentStore } from '../../../src/evaluation-store/judgment-store.ts';
import { readJudgments, writeJudgments } from '../../../src/evaluation-store/judgment-text.ts';

let root: string;
let folder: string;
let store: JudgmentStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'relevance-judged-'));
  folder = join(root, 'judgments');
  store = createJudgmentStore(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

const judge = (query: string, document: string, grade: number | null, set = 'shop') =>
  store.judge({ set, index: 'products', query, judgments: [{ document, grade }] });

describe('judgments', () => {
  test('are kept as a set that the command line measures with', async () => {
    await judge('蓝牙耳机', 'p1', 3);
    await judge('蓝牙耳机', 'p2', 0);
    await judge('usb "c" cable', 'p 3', 2);
    const { queries, grades } = readDataset({ folder: join(folder, 'shop') });
    expect(queries).toEqual([
      { id: 'q1', text: '蓝牙耳机', stage: null },
      { id: 'q2', text: 'usb "c" cable', stage: null },
    ]);
    expect(Array.from(grades.get('q1') ?? [])).toEqual([
      ['p1', 3],
      ['p2', 0],
    ]);
    expect(await store.read('shop')).toMatchObject({ name: 'shop', index: 'products' });
    expect((await store.list()).sets).toMatchObject([{ name: 'shop', queries: 2, judgments: 3 }]);
    expect(readdirSync(join(folder, 'shop')).sort()).toEqual(['qrels.tsv', 'queries.jsonl', 'set.json']);
  });

  test('are changed, taken back, and gone with the last one of a query', async () => {
    await judge('a', 'p1', 1);
    const { query } = await judge('a', 'p1', 2);
    expect(query).toEqual({ id: 'q1', text: 'a', judgments: [{ document: 'p1', grade: 2 }] });
    await judge('b', 'p1', 1);
    await judge('a', 'p1', null);
    expect((await store.read('shop'))?.queries.map(({ id }) => id)).toEqual(['q2']);
    // An id is not given again while a later one is there.
    expect((await judge('c', 'p1', 1)).query.id).toBe('q3');
  });

  test('that come at once are all kept', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => judge(`query ${n % 5}`, `p${n}`, n % 4)));
    const set = await store.read('shop');
    expect(set?.queries).toHaveLength(5);
    expect(set?.queries.flatMap(({ judgments }) => judgments)).toHaveLength(20);
  });

  test('of a set belong to one index', async () => {
    await judge('a', 'p1', 1);
    const other = store.judge({ set: 'shop', index: 'books', query: 'a', judgments: [] });
    await expect(other).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('products'),
    });
  });

  test('more than a query can hold are refused, and the set stays as it was', async () => {
    await judge('a', 'p', 1);
    const many = Array.from({ length: 1000 }, (_, n) => ({ document: `d${n}`, grade: 1 }));
    const all = store.judge({ set: 'shop', index: 'products', query: 'a', judgments: many });
    await expect(all).rejects.toMatchObject({ code: 'bad_request' });
    expect((await store.list()).sets).toMatchObject([{ judgments: 1 }]);
  });
});

test.each([
  '..',
  '../evil',
  'a/b',
  '/etc',
  'a\\b',
  '.hidden',
  '',
  'CON',
  'ä',
  'a\0b',
  'x'.repeat(129),
  'a.b',
])('the name %j is refused, for reading and writing', async (name) => {
  await expect(judge('a', 'p1', 1, name)).rejects.toMatchObject({ code: 'bad_request' });
  await expect(store.read(name)).rejects.toMatchObject({ code: 'bad_request' });
  await expect(store.file(name, 'qrels')).rejects.toMatchObject({ code: 'bad_request' });
  expect(readdirSync(root)).toEqual([]);
});

test('a set that cannot be read is said, and the others are there', async () => {
  await judge('a', 'p1', 1);
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken/set.json'), '{');
  writeFileSync(join(folder, 'a file'), '');
  const { sets, unreadable } = await store.list();
  expect(sets.map(({ name }) => name)).toEqual(['shop']);
  expect(unreadable).toEqual([expect.stringContaining('broken/set.json')]);
});

test('what cannot be written is one clear error, and leaves nothing behind', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  await expect(judge('a', 'p1', 1)).rejects.toMatchObject({ code: 'storage_failed', status: 507 });
  expect(readFileSync(folder, 'utf8')).toContain('a file');
  const full = storageFault(Object.assign(new Error(`ENOSPC: write ${root}`), { code: 'ENOSPC' }));
  expect(full.publicMessage).toBe('nothing was saved or read: the disk is full');
});

test('whatever was judged is read back as it was written', () => {
  const text = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
  const document = text.filter((id) => !/[\p{Cc}\p{Cs}]/u.test(id));
  const judgments = fc.uniqueArray(fc.record({ document, grade: fc.integer({ min: 0, max: 3 }) }), {
    selector: (one) => one.document,
    minLength: 1,
  });
  fc.assert(
    fc.property(fc.array(fc.record({ text, judgments }), { maxLength: 5 }), (all) => {
      const queries = all.map((one, at) => ({ id: `q${at + 1}`, ...one }));
      expect(readJudgments('set', writeJudgments(queries))).toEqual(queries);
    }),
  );
});

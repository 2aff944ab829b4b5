import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClassicLevel } from 'classic-level';
import type { EmbeddedEngine } from '../../../../src/embedded/index.ts';
import { openEmbedded } from '../../../../src/embedded/index.ts';
import { call, open, silentLogger, wordSegmenter } from '../helpers.ts';

const BUILT = join(process.env['RELEVANCE_DIST'] ?? join(process.cwd(), 'dist'), 'embedded', 'index.js');

/** Writes documents one by one and prints each id once its write was acknowledged. */
const WRITER = `
  const { openEmbedded } = await import(process.argv[1]);
  const quiet = () => undefined;
  const engine = await openEmbedded({
    dir: process.argv[2],
    segmenter: { segment: () => [], words: () => [] },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  for (let i = 0; ; i++) {
    const lines = [0, 1, 2].map((k) => JSON.stringify({ index: { _id: i + '-' + k } }) + '\\n' + JSON.stringify({ n: i }) + '\\n');
    const answer = await engine.handle({
      method: 'POST',
      path: '/kept/_bulk',
      headers: ['content-type', 'application/json'],
      body: Buffer.from(lines.join('')),
    });
    if (answer.status !== 200) throw new Error(answer.body.toString());
    process.stdout.write(i + '\\n');
  }
`;

describe('what was acknowledged is there after', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'embedded-store-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const kill = existsSync(BUILT) ? test : test.skip;
  kill(
    'kill -9 of the process that wrote',
    async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, BUILT, dir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.split('\n').length > 60) child.kill('SIGKILL');
      });
      await new Promise((resolve) => child.once('exit', resolve));
      const acknowledged = printed.split('\n').slice(0, -1).map(Number);
      expect(acknowledged.length).toBeGreaterThanOrEqual(60);
      const engine = await open(dir);
      for (const i of acknowledged) {
        for (const k of [0, 1, 2]) {
          expect((await call(engine, 'GET', `/kept/_source/${i}-${k}`)).json).toEqual({ n: i });
        }
      }
      expect(engine.damages).toEqual([]);
      await engine.close();
    },
    60_000,
  );

  test('closing and opening: mappings, aliases, settings, versions and deletions', async () => {
    const first = await open(dir);
    await call(first, 'PUT', '/a', {
      settings: { number_of_replicas: 0 },
      mappings: { properties: { t: { type: 'text', analyzer: 'english' } } },
      aliases: { b: { is_write_index: true } },
    });
    await call(first, 'PUT', '/b/_doc/1', { t: 'foxes', new: 1 });
    await call(first, 'PUT', '/b/_doc/1', { t: 'running foxes', new: 2 });
    await call(first, 'PUT', '/b/_doc/2', { t: 'gone' });
    await call(first, 'DELETE', '/b/_doc/2');
    const before = await call(first, 'GET', '/a');
    await first.close();

    const second = await open(dir);
    expect((await call(second, 'GET', '/a')).json).toEqual(before.json);
    expect((await call(second, 'GET', '/b/_doc/1')).json).toMatchObject({ _version: 2, _seq_no: 1 });
    expect((await call(second, 'GET', '/b/_doc/2')).status).toBe(404);
    expect((await call(second, 'PUT', '/b/_doc/3', { t: 'x' })).json).toMatchObject({ _seq_no: 4 });
    const found = await call(second, 'POST', '/a/_search', { query: { match: { t: 'run' } } });
    expect(found.json).toMatchObject({ hits: { total: { value: 1 }, hits: [{ _id: '1' }] } });
    await second.close();
  });

  test('dropping an index, even when its name comes back', async () => {
    const first = await open(dir);
    await call(first, 'PUT', '/a/_doc/1', { x: 'text' });
    await call(first, 'DELETE', '/a');
    await call(first, 'PUT', '/a/_doc/2', { x: 5 });
    await first.close();
    const second = await open(dir);
    expect((await call(second, 'GET', '/a/_doc/1')).status).toBe(404);
    expect((await call(second, 'GET', '/a/_mapping')).json).toEqual({
      a: { mappings: { properties: { x: { type: 'long' } } } },
    });
    await second.close();
  });
});

describe('a data directory that cannot be used', () => {
  let dir: string;
  let engine: EmbeddedEngine | undefined;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'embedded-store-'));
    engine = undefined;
  });
  afterEach(async () => {
    await engine?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const opening = (): Promise<EmbeddedEngine> =>
    openEmbedded({ dir, segmenter: wordSegmenter, logger: silentLogger });

  test('that cannot be made: refused, with what to do', async () => {
    writeFileSync(join(dir, 'a-file'), '');
    await expect(
      openEmbedded({ dir: join(dir, 'a-file', 'embedded'), segmenter: wordSegmenter, logger: silentLogger }),
    ).rejects.toMatchObject({
      code: 'store_unwritable',
      message: expect.stringMatching(/cannot be made: ENOTDIR; set RELEVANCE_DATA_DIR/) as unknown,
    });
  });

  test('in use: refused, with what to do', async () => {
    engine = await opening();
    await expect(opening()).rejects.toMatchObject({
      code: 'store_locked',
      message: expect.stringContaining('in use by another gateway') as unknown,
    });
  });

  test('of another format: refused and left as it is', async () => {
    const path = join(dir, 'format.json');
    writeFileSync(path, '{"format":99}');
    await expect(opening()).rejects.toMatchObject({
      code: 'store_version',
      message: expect.stringContaining('format 99') as unknown,
    });
    expect(readdirSync(dir)).toEqual(['format.json']);
    expect(readFileSync(path, 'utf8')).toBe('{"format":99}');
  });

  test('with a marker that cannot be read: refused', async () => {
    writeFileSync(join(dir, 'format.json'), '\0\0');
    await expect(opening()).rejects.toMatchObject({ code: 'store_corrupt' });
  });
});

describe('a damaged store', () => {
  let dir: string;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'embedded-store-'));
    const engine = await open(dir);
    for (let i = 0; i < 20; i++) await call(engine, 'PUT', `/a/_doc/${i}`, { n: i });
    await engine.close();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test('a changed byte in a document is reported, the record kept, the others answered', async () => {
    const db = new ClassicLevel<string, Buffer>(join(dir, 'db'), { valueEncoding: 'buffer' });
    const [[key, value] = ['', Buffer.alloc(0)]] = await db.iterator({ gt: 'd!', limit: 1 }).all();
    const broken = Buffer.from(value);
    broken[broken.length - 2]! ^= 1;
    await db.put(key, broken);
    await db.close();
    const engine = await open(dir);
    expect(engine.damages).toEqual(['1 documents of index [a] are damaged; they are left in the store']);
    expect((await call(engine, 'GET', '/a/_doc/0')).status).toBe(404);
    expect((await call(engine, 'GET', '/a/_source/1')).json).toEqual({ n: 1 });
    await engine.close();
    const again = new ClassicLevel<string, Buffer>(join(dir, 'db'), { valueEncoding: 'buffer' });
    expect(await again.get(key)).toEqual(broken);
    await again.close();
  });

  test('lost documents are counted', async () => {
    const db = new ClassicLevel<string, Buffer>(join(dir, 'db'), { valueEncoding: 'buffer' });
    const [key = ''] = await db.keys({ gt: 'd!', limit: 1 }).all();
    await db.del(key);
    await db.close();
    const engine = await open(dir);
    expect(engine.damages).toEqual(['index [a] lost 1 of 20 documents']);
    await engine.close();
  });

  test('a broken manifest is repaired from what is there, the files before that kept aside', async () => {
    const manifest = readdirSync(join(dir, 'db')).find((name) => name.startsWith('MANIFEST'))!;
    truncateSync(join(dir, 'db', manifest), 10);
    const engine = await open(dir);
    expect(engine.damages[0]).toContain('was damaged');
    const aside = readdirSync(dir).find((name) => name.startsWith('db.damaged-'))!;
    expect(readdirSync(join(dir, aside))).toContain(manifest);
    expect((await call(engine, 'GET', '/a/_count')).json).toMatchObject({ count: 20 });
    await engine.close();
  });
});

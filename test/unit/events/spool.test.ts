import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Spool, type SpoolOptions } from '../../../src/events/spool.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

describe('a spool', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-spool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (options: Partial<SpoolOptions> = {}): Promise<Spool> =>
    Spool.open({ folder, maxBytes: 10_000, fileBytes: 1000, logger: SILENT, ...options });
  const lines = (): readonly string[] =>
    readdirSync(folder)
      .sort((a, b) => a.replace('open-', '').localeCompare(b.replace('open-', '')))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));

  test('holds what it confirmed, in order, also of many at once', async () => {
    const spool = await open();
    await Promise.all(Array.from({ length: 200 }, (_, at) => spool.append(`line ${at}\n`)));
    expect(lines()).toEqual(Array.from({ length: 200 }, (_, at) => `line ${at}`));
    expect(spool.bytes).toBe(lines().join('\n').length + 1);
    await spool.seal();
    // Too long for one file, and written in one go.
    expect(spool.sealed).toHaveLength(1);
  });

  test('gives what an earlier process left, without the half of a line that it ended in', async () => {
    const killed = await open();
    await killed.append('one\n');
    await killed.append('two\n');
    const [name] = readdirSync(folder);
    appendFileSync(join(folder, name!), '{"half');
    const next = await open();
    expect(next.sealed).toHaveLength(1);
    expect((await next.read(next.sealed[0]!)).toString()).toBe('one\ntwo\n');
    await next.append('three\n');
    expect(lines()).toEqual(['one', 'two', 'three']);
    expect(next.bytes).toBe(14);
  });

  test('refuses what there is no room for, and takes more once there is', async () => {
    const spool = await open({ maxBytes: 100 });
    await spool.append(`${'x'.repeat(80)}\n`);
    await expect(spool.append(`${'y'.repeat(30)}\n`)).rejects.toMatchObject({ code: 'overloaded' });
    await spool.seal();
    await spool.remove(spool.sealed[0]!);
    await spool.append(`${'y'.repeat(30)}\n`);
    expect(lines()).toEqual(['y'.repeat(30)]);
  });

  test('sees that files were taken away', async () => {
    const spool = await open();
    await spool.append('one\n');
    await spool.seal();
    rmSync(spool.sealed[0]!.path);
    await spool.recount();
    expect([spool.bytes, spool.sealed]).toEqual([0, []]);
  });

  test('confirms nothing that could not be written', async () => {
    const spool = await open();
    rmSync(folder, { recursive: true });
    await expect(spool.append('one\n')).rejects.toMatchObject({ code: 'overloaded' });
    expect(spool.bytes).toBe(0);
  });
});

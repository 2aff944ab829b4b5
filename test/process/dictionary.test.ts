import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ask, type Gateway, startGateway, until } from './gateway.ts';

jest.setTimeout(120_000);

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const WORDS = 'analysed-words';

interface Answer {
  readonly hits: { readonly hits: readonly { readonly _id: string }[] };
}

describe('the dictionary of a catalogue under a gateway that serves', () => {
  let folder: string;
  let gateway: Gateway;
  const search = (index: string, query: string) =>
    ask(`${gateway.dataUrl}/${index}/_search`, 'POST', { query: { match: { title: query } } });
  const ids = (text: string): readonly string[] =>
    (JSON.parse(text) as Answer).hits.hits.map(({ _id }) => _id);
  const readiness = async (): Promise<string> => (await ask(`${gateway.adminUrl}/readyz`)).text;

  function build(...args: readonly string[]): Promise<{ code: number | null; out: string }> {
    return new Promise((done) => {
      const env = {
        PATH: process.env['PATH'] ?? '',
        RELEVANCE_DATA_DIR: join(folder, 'data'),
        RELEVANCE_PORT: new URL(gateway.dataUrl).port,
      };
      const child = spawn(process.execPath, [PROGRAM, 'dictionary', 'build', ...args, '--json'], {
        cwd: folder,
        env,
      });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.on('close', (code) => done({ code, out }));
    });
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-dictionary-'));
    gateway = await startGateway({ cwd: folder, env: { RELEVANCE_DATA_DIR: join(folder, 'data') } });
    await ask(`${gateway.dataUrl}/${WORDS}`, 'PUT', {
      mappings: {
        properties: { title: { type: 'text', analyzer: 'jieba' }, brand: { type: 'keyword' } },
      },
    });
    const titles = ['霜枫书坊 黑色 手机壳', '霜枫书坊 数据线', '白色 充电宝'];
    for (const [at, title] of titles.entries()) {
      await ask(`${gateway.dataUrl}/${WORDS}/_doc/${at + 1}?refresh=true`, 'PUT', {
        title,
        ...(title.startsWith('霜枫') && { brand: '霜枫书坊' }),
      });
    }
  });
  afterAll(async () => {
    gateway.process.kill('SIGTERM');
    await gateway.exited;
    rmSync(folder, { recursive: true, force: true });
  });

  test('is there for the sample catalogue from the first start', async () => {
    expect(existsSync(join(folder, 'data/dictionaries/products.dictionary.bin'))).toBe(true);
    expect(await readiness()).toMatch(/products \([\d]+ terms, version \w{8}\)/);
  });

  test('is built while the gateway serves, taken up under traffic, and mends its own index only', async () => {
    const mistyped = '双枫书坊';
    expect((await search(WORDS, mistyped)).headers['relevance-query']).toBeUndefined();
    let [failed, done] = [0, false];
    const traffic = Array.from({ length: 3 }, async () => {
      while (!done) if ((await search('products', '手机壳')).status !== 200) failed += 1;
    });
    const { code, out } = await build('--index', WORDS);
    expect([code, JSON.parse(out)]).toMatchObject([0, { documents: 3, values: { brand: 1 } }]);
    await until(async () => (await readiness()).includes(`${WORDS} (`));
    await until(async () => ids((await search(WORDS, mistyped)).text).length === 2);
    done = true;
    await Promise.all(traffic);
    expect(failed).toBe(0);
    const corrected = String((await search(WORDS, mistyped)).headers['relevance-query']);
    expect(decodeURIComponent(corrected)).toContain('霜枫书坊');
    expect((await search('products', mistyped)).headers['relevance-query']).toBeUndefined();
  });

  test('on a field that is cut into words, words find what they should', async () => {
    expect(ids((await search(WORDS, '黑色手机壳')).text)[0]).toBe('1');
    expect(ids((await search(WORDS, '充店宝')).text)).toEqual(['3']);
  });

  test('is compared with the analyzers, and the readiness answer says what differs', async () => {
    await until(async () => (await readiness()).includes(`${WORDS}: title (jieba)`));
    // The analyzer has jieba's dictionary alone, the gateway has words of shops as well.
    expect(await readiness()).toMatch(
      /words are cut otherwise: .*the index cuts 手机壳 into 手机\/壳, the gateway does not/,
    );
  });

  test('that is damaged changes nothing, and is reported until it is mended', async () => {
    const file = join(folder, `data/dictionaries/${WORDS}.dictionary.bin`);
    writeFileSync(file, 'no dictionary at all');
    await until(async () => (await readiness()).includes('not a model file'));
    expect((await ask(`${gateway.adminUrl}/readyz`)).status).toBe(200);
    expect(ids((await search(WORDS, '双枫书坊')).text)).toHaveLength(2);
    const refused = gateway.logs().filter(({ msg }) => msg.includes('was refused'));
    expect(refused).toMatchObject([{ level: 'error', file, reason: 'not a model file' }]);
    await build('--index', WORDS);
    await until(async () => !(await readiness()).includes('not a model file'));
  });
});

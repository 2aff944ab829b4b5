import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RulesReport } from '../../src/admin-api/rules.ts';
import { ask, type Gateway, startGateway, until } from './gateway.ts';

jest.setTimeout(120_000);

describe('rule files of a gateway that serves', () => {
  let folder: string;
  let gateway: Gateway;
  const write = (name: string, text: string): void => writeFileSync(join(folder, 'rules', name), text);
  const rules = async (): Promise<RulesReport> =>
    JSON.parse((await ask(`${gateway.adminUrl}/api/rules`)).text) as RulesReport;
  const search = (query: string) =>
    ask(`${gateway.dataUrl}/products/_search?q=${encodeURIComponent(query)}&size=3`);
  const firstId = (text: string): string | undefined =>
    (JSON.parse(text) as { hits: { hits: { _id: string }[] } }).hits.hits[0]?._id;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-rules-'));
    mkdirSync(join(folder, 'rules/products'), { recursive: true });
    mkdirSync(join(folder, 'rules/_all'), { recursive: true });
    write('products/a.rules.txt', 'earbuds =>\n  DECORATE(n): 0\n');
    gateway = await startGateway({ cwd: folder, env: { RELEVANCE_DATA_DIR: join(folder, 'data') } });
  });
  afterAll(async () => {
    gateway.process.kill('SIGTERM');
    await gateway.exited;
    rmSync(folder, { recursive: true, force: true });
  });

  test('are in force from the start', async () => {
    expect((await search('earbuds')).headers['relevance-decorations']).toBe(
      '[{"key":"n","value":"0","origin":"earbuds#0"}]',
    );
    const body = { index: 'products', query: 'earbuds' };
    expect((await ask(`${gateway.adminUrl}/api/explain`, 'POST', body)).text).toContain('earbuds#0');
    // A search of the admin port counts in neither.
    expect((await rules()).fired).toMatchObject([{ rule: 'earbuds#0', count: 1 }]);
    expect((await ask(`${gateway.adminUrl}/metrics`)).text).toMatch(
      /^relevance_rule_fires_total\{rule="earbuds#0",worker="1"\} 1$/m,
    );
    expect(await rules()).toMatchObject({
      files: [{ file: 'rules/products/a.rules.txt', index: 'products', kind: '.rules.txt', rules: 1 }],
      errors: [],
      refused: null,
    });
  });

  test('change under traffic: no search fails, and none mixes two versions', async () => {
    const seen = new Map<string, Set<string>>();
    let failed = 0;
    let done = false;
    const traffic = Array.from({ length: 4 }, async () => {
      while (!done) {
        const { status, headers } = await search('earbuds');
        const version = /version="(\w+)"/.exec(String(headers['relevance-status']))?.[1];
        if (status !== 200 || version === undefined) failed += 1;
        const values = seen.get(version ?? '') ?? new Set();
        seen.set(version ?? '', values.add(String(headers['relevance-decorations'])));
      }
    });
    for (let n = 1; n <= 5; n += 1) {
      const { version } = await rules();
      write('products/a.rules.txt', `earbuds =>\n  DECORATE(n): ${n}\n`);
      await until(async () => (await rules()).version !== version, 5_000);
      await until(
        async () => String((await search('earbuds')).headers['relevance-decorations']).includes(`"${n}"`),
        5_000,
      );
    }
    done = true;
    await Promise.all(traffic);
    expect(failed).toBe(0);
    expect(seen.size).toBe(6);
    expect([...seen.values()].every((values) => values.size === 1)).toBe(true);
  });

  test('that are faulty change nothing, and are reported everywhere until they are mended', async () => {
    const before = await rules();
    write('_all/b.replace.txt', 'no arrow\n');
    write('products/a.rules.txt', 'earbuds =>\n  SYNONIM: x\n\nb => c\n');
    await until(async () => (await rules()).refused?.errors.length === 3);
    const report = await rules();
    expect(report.version).toBe(before.version);
    expect(report.refused?.errors.map(({ file, line }) => `${file}:${line}`).sort()).toEqual([
      'rules/_all/b.replace.txt:1',
      'rules/products/a.rules.txt:2',
      'rules/products/a.rules.txt:4',
    ]);
    expect((await search('earbuds')).headers['relevance-decorations']).toContain('"5"');
    const readiness = await ask(`${gateway.adminUrl}/readyz`);
    expect(readiness.status).toBe(200);
    expect(readiness.text).toContain('the last change was refused');
    expect((await ask(`${gateway.adminUrl}/metrics`)).text).toMatch(
      /relevance_rule_reloads_total\{outcome="refused",worker="0"\} [1-9]/,
    );
    rmSync(join(folder, 'rules/_all/b.replace.txt'));
    write('products/a.rules.txt', 'earbuds =>\n  DECORATE(n): 9\n');
    await until(async () => (await rules()).refused === null);
    await until(async () =>
      String((await search('earbuds')).headers['relevance-decorations']).includes('"9"'),
    );
  });

  test('pin, hide, filter, replace and add words', async () => {
    const plain = await search('earbuds');
    const [first, , third] = (JSON.parse(plain.text) as { hits: { hits: { _id: string }[] } }).hits.hits.map(
      ({ _id }) => _id,
    );
    write('products/a.rules.txt', `earbuds =>\n  PIN: ${third}\n  HIDE: ${first}\n`);
    write('_all/words.replace.txt', 'earphonez => earbuds\n');
    await until(async () => firstId((await search('earphonez')).text) === third);
    const changed = await search('earphonez');
    expect(changed.text).not.toContain(`"_id":"${first}"`);
    expect(changed.headers['relevance-status']).toContain('applied');
  });

  test('are checked without coming into force', async () => {
    const before = await rules();
    const answer = await ask(`${gateway.adminUrl}/api/rules/check`, 'POST', {
      file: 'new.rules.txt',
      text: 'a =>\n  UP(-1): b\n',
      index: 'products',
    });
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ file: 'new.rules.txt', line: 2 }],
      warnings: [],
    });
    expect((await rules()).version).toBe(before.version);
  });

  test('that are large are read by another thread, and say what small ones say', async () => {
    /** What each query is told, once no stage was late. */
    const asked = async (): Promise<readonly string[]> => {
      const told: string[] = [];
      for (const query of ['無線耳機', '耳機']) {
        const said = async () => String((await search(query)).headers['relevance-decorations'] ?? '');
        await until(async () => (await said()) !== '', 20_000);
        told.push(await said());
      }
      return told;
    };
    const some = '无线耳机 =>\n  DECORATE(a): 1\n\n无线* =>\n  DECORATE(b): 2\n\n耳机 =>\n  DECORATE(c): 3\n';
    const put = async (text: string): Promise<void> => {
      const { version } = await rules();
      write('products/large.rules.txt', text);
      await until(async () => (await rules()).version !== version, 20_000);
    };
    await put(some);
    const small = await asked();
    expect(small).toEqual([expect.stringContaining('"a"'), expect.stringContaining('"c"')]);
    const many = Array.from({ length: 8000 }, (_, at) => `filling${at} words =>\n  SYNONYM: w${at}\n`);
    await put(`${some}\n${many.join('\n')}`);
    expect((await rules()).files.map((one) => one.rules)).toContain(8003);
    expect(await asked()).toEqual(small);
    const { version } = await rules();
    write('products/large.rules.txt', `${some}\n${many.join('\n')}\nlast =>\n  SYNONIM: x\n`);
    await until(async () => (await rules()).refused !== null, 20_000);
    expect((await rules()).refused?.errors).toEqual([
      expect.objectContaining({ file: 'rules/products/large.rules.txt', line: 24011 }),
    ]);
    expect((await rules()).version).toBe(version);
    rmSync(join(folder, 'rules/products/large.rules.txt'));
    await until(async () => (await rules()).version !== version, 20_000);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ask, startGateway } from './gateway.ts';

jest.setTimeout(240_000);

const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const SAMPLES = ['--dataset', resolve('samples/products'), '--index', 'products', '--folds', '2', '--json'];
const CONFIG = `
models: { rerank: [], encoders: [] }
debug: { allow: true }
pipelines:
  default: { stages: [normalise, segment, lexical, fields, fuse] }
`;

interface Learnt {
  readonly comparison: { readonly off: number; readonly on: number; readonly p: number };
  readonly restraints: readonly (number | null)[];
}

describe('learning from the judged samples on the embedded engine', () => {
  let folder: string;
  let env: Record<string, string>;
  const relevance = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const learn = (...args: readonly string[]): Learnt => {
    const { status, stdout, stderr } = relevance(...args, ...SAMPLES);
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Learnt;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-learning-'));
    writeFileSync(join(folder, 'relevance.yaml'), CONFIG);
    // Ports on which nobody is asked for the engine's data.
    env = { RELEVANCE_DATA_DIR: join(folder, 'data'), RELEVANCE_PORT: '0', RELEVANCE_ADMIN_PORT: '0' };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('what tuning writes is a configuration, and no worse on what it has not seen', () => {
    const { comparison, restraints } = learn('tune', '--out', 'tuned.yaml', '--html', 'tuned.html');
    expect(comparison.off).toBeGreaterThan(0.8);
    expect(comparison.on).toBeGreaterThan(comparison.off - 0.02);
    expect(restraints).toHaveLength(2);
    expect(readFileSync(join(folder, 'tuned.yaml'), 'utf8')).toMatch(/^# Tuned by relevance tune on /);
    expect(readFileSync(join(folder, 'tuned.html'), 'utf8')).toContain('<h1>Tuning of products</h1>');
    expect(relevance('config', 'check', '-c', 'tuned.yaml').status).toBe(0);
  });

  test('an index with vectors is tuned for the pipeline that searches on it go through', () => {
    // Configured: no pipeline at all, so an index with vectors goes through hybrid.
    writeFileSync(join(folder, 'plain.yaml'), 'models: { rerank: [] }\n');
    env['RELEVANCE_DATA_DIR'] = join(folder, 'with-vectors');
    try {
      learn('tune', '-c', 'plain.yaml', '--out', 'hybrid.yaml', '--every', '6');
    } finally {
      env['RELEVANCE_DATA_DIR'] = join(folder, 'data');
    }
    const written = readFileSync(join(folder, 'hybrid.yaml'), 'utf8');
    expect(written).toMatch(/^pipelines:\n {2}hybrid:\n/m);
    expect(written).toMatch(/^# leg knn +0\.25 +/m);
  });

  test('the same seed tunes the same', () => {
    learn('tune', '--out', 'again.yaml', '--every', '3', '--seed', '7');
    const first = readFileSync(join(folder, 'again.yaml'), 'utf8');
    learn('tune', '--out', 'again.yaml', '--every', '3', '--seed', '7');
    expect(readFileSync(join(folder, 'again.yaml'), 'utf8')).toBe(first);
  });

  test('a blend that was trained ranks; one that does not prove itself is refused, and the old one stays', async () => {
    const model = join(folder, 'shop.blend.json');
    const { comparison } = learn('train', 'blend', '--out', model);
    expect(comparison.on).toBeGreaterThan(comparison.off - 0.02);
    expect(readFileSync(`${model}.md`, 'utf8')).toMatch(/^# shop@/);
    writeFileSync(
      join(folder, 'relevance.yaml'),
      CONFIG.replace('fuse]', `fuse, { blend: { model: ${model} } }]`),
    );
    const gateway = await startGateway({ cwd: folder, env });
    try {
      const search = () =>
        ask(`${gateway.dataUrl}/products/_search`, 'POST', { query: { match: { title: 'shoes' } } });
      const explained = await ask(`${gateway.adminUrl}/api/explain`, 'POST', {
        index: 'products',
        query: 'shoes',
      });
      expect(explained.text).toContain('"stage":"blend"');
      const before = (await search()).headers['relevance-status'];
      expect(before).toMatch(/^applied; version=/);
      const text = readFileSync(model, 'utf8');
      writeFileSync(model, text.replace(/"weight": [^,\n}]+/, '"weight": 41'));
      const refused = await ask(`${gateway.adminUrl}/api/reload`, 'POST', {});
      expect(refused.status).toBe(400);
      expect(refused.text).toContain('golden example 1 gives');
      expect((await search()).headers['relevance-status']).toBe(before);
      writeFileSync(model, text);
      expect((await ask(`${gateway.adminUrl}/api/reload`, 'POST', {})).status).toBe(200);
    } finally {
      gateway.process.kill('SIGTERM');
      await gateway.exited;
    }
  });
});

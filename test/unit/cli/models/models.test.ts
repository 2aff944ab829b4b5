import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FIXTURE_MODELS } from '../../../support/models.ts';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const START_MS = 60_000;

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-cli-models-'));
  for (const name of ['cross-encoder-foreign', 'encoder']) {
    cpSync(join(FIXTURE_MODELS, name), join(cwd, 'models', name), { recursive: true });
  }
  cpSync(join(FIXTURE_MODELS, 'cross-encoder'), join(cwd, 'models/broken'), { recursive: true });
  writeFileSync(join(cwd, 'models/broken/model.json'), '{"maxTokens": "many"}');
  writeFileSync(
    join(cwd, 'relevance.yaml'),
    'models: { rerank: [{ model: cross-encoder-foreign, depth: 20 }], encoders: [encoder] }\n',
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function models(...args: readonly string[]): Promise<Result> {
  return new Promise((done) => {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [PROGRAM, 'models', ...args], { cwd, env: { PATH } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => done({ code, out, err }));
  });
}

test(
  'list says what there is and what it is used for',
  async () => {
    const { code, out, err } = await models('list');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^cross-encoder-foreign +cross-encoder +rerank 1, 20 texts +0\.1 MB +cross-encoder-foreign@[0-9a-f]{12}$/m,
    );
    expect(out).toMatch(/^encoder +encoder +encoder +0\.1 MB +fixture-encoder$/m);
    expect(out).toMatch(/^broken +faulty +model\.json: "maxTokens" must be a whole number/m);
    const listed = JSON.parse((await models('list', '--json')).out) as unknown[];
    expect(listed).toContainEqual(
      expect.objectContaining({
        name: 'encoder',
        use: 'encoder',
        fault: null,
        model: expect.objectContaining({ dims: 16 }),
      }),
    );
    expect(listed).toContainEqual(expect.objectContaining({ name: 'broken', use: null, model: null }));
  },
  START_MS,
);

test(
  'check proves models by name or folder, and one that cannot be used is exit code 1',
  async () => {
    const sound = await models(
      'check',
      'cross-encoder-foreign',
      join(FIXTURE_MODELS, 'cross-encoder-dynamic'),
    );
    expect([sound.code, sound.err]).toEqual([0, '']);
    expect(sound.out).toContain('cross-encoder-foreign: sound\n');
    expect(sound.out).toContain('18 golden entries hold');
    expect(sound.out).toContain('warning: dynamic int8');
    const broken = await models('check', 'broken', '--json');
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.out)).toMatchObject([
      { name: 'broken', fault: expect.stringContaining('maxTokens'), model: null },
    ]);
    const missing = await models('check', './nowhere');
    expect([missing.code, missing.out]).toEqual([
      1,
      `nowhere: cannot be used: no such folder\n  ${join(cwd, 'nowhere')}\n`,
    ]);
  },
  START_MS,
);

test(
  '--help has examples',
  async () => {
    for (const command of ['list', 'check'])
      expect((await models(command, '--help')).out).toContain('Examples:');
  },
  START_MS,
);

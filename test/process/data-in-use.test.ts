import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Gateway, startGateway } from './gateway.ts';

jest.setTimeout(120_000);

const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

let cwd: string;
let gateway: Gateway;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-in-use-'));
  gateway = await startGateway({ cwd, env: { RELEVANCE_DATA_DIR: join(cwd, 'data') } });
});
afterAll(async () => {
  gateway.process.kill('SIGKILL');
  await gateway.exited;
  rmSync(cwd, { recursive: true, force: true });
});

test.each([
  ['explain', ['--index', 'products', '--query', 'tea']],
  ['eval', ['--dataset', resolve('samples/products'), '--index', 'products']],
])('%s says that a gateway holds the data, and ends', (command, args) => {
  const { status, stderr, signal } = spawnSync(process.execPath, [PROGRAM, command, ...args], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      RELEVANCE_DATA_DIR: join(cwd, 'data'),
      // Where no gateway is, so that none is asked.
      RELEVANCE_PORT: '1',
      RELEVANCE_ADMIN_PORT: '2',
    },
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ status, signal }).toEqual({ status: 1, signal: null });
  expect(stderr).toMatch(/^relevance: the data directory .* is in use by another gateway; stop that one/);
});

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startEngine } from './engine.ts';
import { ask, type Gateway, startGateway } from './gateway.ts';

jest.setTimeout(120_000);

const RULES = 20_000;
const PATIENCE_MS = 30_000;
const SETTLED_MS = 1000;

let cwd: string;
let engine: Server;
let gateway: Gateway;
const saved = (n: number): void => {
  const many = Array.from({ length: RULES }, (_, at) => `word${at} =>\n  UP: other${at}\n`).join('');
  writeFileSync(join(cwd, 'rules/shop/.next'), `shoes =>\n  DECORATE(n): ${n}\n${many}`);
  renameSync(join(cwd, 'rules/shop/.next'), join(cwd, 'rules/shop/a.rules.txt'));
};

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-workers-'));
  mkdirSync(join(cwd, 'rules/shop'), { recursive: true });
  saved(0);
  engine = await startEngine();
  const ELASTICSEARCH_URL = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  gateway = await startGateway({ cwd, env: { ELASTICSEARCH_URL, RELEVANCE_WORKERS: '2' } });
});
afterAll(async () => {
  gateway.process.kill('SIGTERM');
  await gateway.exited;
  engine.closeAllConnections();
  engine.close();
  rmSync(cwd, { recursive: true, force: true });
});

interface Seen {
  readonly n: string | undefined;
  readonly version: string | undefined;
  /** When it was asked, milliseconds. */
  readonly at: number;
}

async function search(): Promise<Seen> {
  const at = performance.now();
  const body = { query: { match: { title: 'shoes' } } };
  const { status, headers } = await ask(`${gateway.dataUrl}/shop/_search`, 'POST', body);
  expect(status).toBe(200);
  const n = /"value":"(\d+)"/.exec(String(headers['relevance-decorations']))?.[1];
  return { n, version: /version="(\w+)"/.exec(String(headers['relevance-status']))?.[1], at };
}

test('all processes take changed rules at the same moment, while they serve', async () => {
  // The default waits for the mapping; until then a process passes searches on.
  for (let applied = 0; applied < 20;) applied = (await search()).n === '0' ? applied + 1 : 0;
  const seen: Seen[] = [];
  for (const n of [1, 2]) {
    saved(n);
    for (let fresh = 0; fresh < 40;) {
      const one = await search();
      seen.push(one);
      fresh = one.n === String(n) ? fresh + 1 : 0;
    }
  }
  for (const n of ['1', '2']) {
    const first = seen.find((one) => one.n === n)?.at ?? Infinity;
    const lastBefore = seen.findLast((one) => one.n === String(Number(n) - 1))?.at ?? -Infinity;
    expect(lastBefore - first).toBeLessThan(1000);
  }
  const versions = ['0', '1', '2'].map(
    (n) => new Set(seen.filter((one) => one.n === n).map((one) => one.version)),
  );
  expect(versions.map(({ size }) => size)).toEqual([1, 1, 1]);
  expect(seen.every(({ n }) => n !== undefined)).toBe(true);
});

/** Process ids of the serving processes. */
function workers(): readonly number[] {
  const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(gateway.process.pid)]).toString();
  return list
    .split('\n')
    .filter((line) => line.includes('process/worker.js'))
    .map((line) => Number.parseInt(line, 10));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const last = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > last) throw new Error(`waited for ${PATIENCE_MS} ms:\n${gateway.output()}`);
    await setTimeout(50);
  }
}

test('a process that starts while the files are faulty has the rules that were sound last', async () => {
  // The files are looked at once more after they were taken.
  await setTimeout(SETTLED_MS);
  const before = await search();
  writeFileSync(join(cwd, 'rules/shop/a.rules.txt'), 'shoes =>\n');
  const refused = async (): Promise<unknown> =>
    (JSON.parse((await ask(`${gateway.adminUrl}/api/rules`)).text) as { refused: unknown }).refused;
  await until(async () => (await refused()) !== null);
  // One after the other, so that the port stays theirs.
  for (const [at, pid] of workers().entries()) {
    process.kill(pid, 'SIGKILL');
    const back = async (): Promise<boolean> =>
      gateway.logs().filter(({ msg }) => msg === 'a serving process took its place').length > at;
    await until(back);
    await until(() =>
      search().then(
        ({ n }) => n !== undefined,
        () => false,
      ),
    );
  }
  for (let at = 0; at < 20; at += 1)
    expect(await search()).toMatchObject({ n: '2', version: before.version });
  expect(await refused()).not.toBeNull();
});

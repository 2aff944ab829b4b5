import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startEngine } from './engine.ts';
import { ask, type Gateway, startGateway } from './gateway.ts';

jest.setTimeout(120_000);

const RULES = 20_000;

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

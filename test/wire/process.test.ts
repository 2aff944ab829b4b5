import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../support/gateway.ts';
import { always, type FakeUpstream } from './fake-upstream.ts';
import { Bench, pause, until } from './harness.ts';
import { type Answer, RawClient } from './raw-client.ts';
import { FOUND, improvable } from './searches.ts';

jest.setTimeout(60_000);

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

const bench = new Bench();
const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  await bench.stop();
});

describe('a process in want', () => {
  test('of room for its log serves on, reloads and ends as it should', async () => {
    const upstream = await bench.fake(always(FOUND));
    const { child, port } = await serve(upstream, 'exec "$@" > /dev/full');
    expect((await search(port)).status).toBe(200);
    child.kill('SIGHUP');
    await pause(500);
    expect((await search(port)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(upstream.requests.length).toBe(2);
  });

  test('of a reader for its log does as well', async () => {
    const upstream = await bench.fake(always(FOUND));
    const { child, port } = await serve(upstream, 'exec "$@"');
    child.stdout?.destroy();
    child.kill('SIGHUP');
    await pause(500);
    expect((await search(port)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('of file descriptors serves those it has, and all when there are some again', async () => {
    const upstream = await bench.fake(always(FOUND));
    const { port } = await serve(upstream, 'ulimit -n 300; exec "$@"');
    const first = await RawClient.connect(port);
    expect((await first.send(improvable.request()).answer()).status).toBe(200);
    const crowd = Array.from({ length: 600 }, () => connect(port, '127.0.0.1'));
    for (const socket of crowd) socket.on('error', () => undefined);
    await pause(1000);
    expect((await first.send(improvable.request()).answer()).status).toBe(200);
    for (const socket of crowd) socket.destroy();
    first.socket.destroy();
    await pause(500);
    expect((await search(port)).status).toBe(200);
  });

  test('of places closes what is beyond them at once, and is busy with nothing else', async () => {
    const upstream = await bench.fake(always(FOUND));
    const { port } = await serve(upstream, 'exec "$@"', { config: 'server: { limits: { connections: 5 } }' });
    const first = await RawClient.connect(port);
    expect((await first.send(improvable.request()).answer()).status).toBe(200);
    const crowd = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(port)));
    await until(() => crowd.filter(({ ending }) => ending !== 'open').length === 16, 'all others are closed');
    expect((await first.send(improvable.request()).answer()).status).toBe(200);
    for (const { socket } of crowd) socket.destroy();
    await pause(200);
    expect((await search(port)).status).toBe(200);
  });

  test('that is killed leaves nothing behind that keeps the next one from serving', async () => {
    const upstream = await bench.fake(always(FOUND));
    const { child, port } = await serve(upstream, 'exec "$@"');
    expect((await search(port)).status).toBe(200);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = await serve(upstream, 'exec "$@"', { wanted: port });
    expect((await search(next.port)).status).toBe(200);
  });
});

/** Starts the program by way of a shell, which can first take something away from it. */
async function serve(
  upstream: FakeUpstream,
  shell: string,
  { wanted, config = '' }: { readonly wanted?: number; readonly config?: string } = {},
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'relevance-wire-'));
  folders.push(folder);
  writeFileSync(join(folder, 'relevance.yaml'), config);
  const port = wanted ?? (await freePort());
  const child = spawn('sh', ['-c', shell, 'sh', process.execPath, PROGRAM, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      RELEVANCE_PORT: String(port),
      RELEVANCE_ADMIN_PORT: '0',
      RELEVANCE_WORKERS: '1',
      ELASTICSEARCH_URL: upstream.url,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await isListening(port)) return { child, port };
    await pause(100);
  }
  throw new Error('it does not listen');
}

function isListening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket: Socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function search(port: number): Promise<Answer> {
  const client = await RawClient.connect(port);
  try {
    return await client.send(improvable.request()).answer();
  } finally {
    client.socket.destroy();
  }
}

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Backend } from '../../../../src/domain/backend.ts';
import { createEmbeddedBackend } from '../../../../src/embedded/index.ts';
import { EngineThread } from '../../../../src/embedded/thread/engine-thread.ts';
import { silentLogger } from '../helpers.ts';

const BUILT = join(
  process.env['RELEVANCE_DIST'] ?? join(process.cwd(), 'dist'),
  'process',
  'embedded-worker.js',
);
const whenBuilt = existsSync(BUILT) ? describe : describe.skip;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

whenBuilt('the embedded engine over HTTP', () => {
  let dir: string;
  let backend: Backend;
  let server: Server;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'embedded-thread-'));
    backend = await createEmbeddedBackend({
      dataDir: dir,
      logger: silentLogger,
      entry: pathToFileURL(BUILT),
      maxBodyBytes: 200_000,
    });
    server = createServer((request, response) => backend.passThrough.forward(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await backend.close();
    rmSync(dir, { recursive: true, force: true });
  });

  function send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Buffer | string,
  ): Promise<Answer> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const json = { 'content-type': 'application/json' };

  test('writes, searches and describes', async () => {
    const created = await send('PUT', '/p/_doc/1', json, '{"title":"手机壳 case"}');
    expect(created.status).toBe(201);
    expect(backend.catalog.describe('p')?.fields.get('title')).toEqual({
      type: 'text',
      analyzer: 'standard',
      hanCut: 'character',
    });
    const found = await send('POST', '/p/_search', json, '{"query":{"match":{"title":"case"}}}');
    expect(JSON.parse(found.body.toString())).toMatchObject({ hits: { total: { value: 1 } } });
    expect(backend.health()).toEqual([
      { name: 'embedded', state: 'up', detail: 'the embedded engine answers' },
    ]);
  });

  test('carries the headers of Elasticsearch and none of Node', async () => {
    const answer = await send('GET', '/', { 'x-opaque-id': 'mine' });
    expect(answer.headers['x-elastic-product']).toBe('Elasticsearch');
    expect(answer.headers['x-opaque-id']).toBe('mine');
    expect(answer.headers.date).toBeUndefined();
    expect(JSON.parse(answer.body.toString())).toMatchObject({ version: { number: '8.16.3' } });
  });

  test('answers HEAD with a length and no body', async () => {
    const answer = await send('HEAD', '/p/_doc/1', { 'accept-encoding': 'gzip' });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(0);
    expect(answer.body).toHaveLength(0);
    expect((await send('HEAD', '/none')).status).toBe(404);
  });

  test('reads gzip and deflate, writes what is asked for', async () => {
    for (const [encoding, body] of [
      ['gzip', gzipSync('{"n":1}')],
      ['deflate', deflateSync('{"n":1}')],
      ['br', Buffer.from('{"n":1}')],
    ] as const) {
      const written = await send(
        'PUT',
        `/z/_doc/${encoding}`,
        { ...json, 'content-encoding': encoding },
        body,
      );
      expect(written.status).toBe(201);
    }
    const packed = await send('GET', '/z/_source/gzip', { 'accept-encoding': 'gzip, deflate;q=0.5' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).toString()).toBe('{"n":1}');
    const plain = await send('GET', '/z/_source/gzip', { 'accept-encoding': 'br' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    const broken = await send('PUT', '/z/_doc/x', { ...json, 'content-encoding': 'gzip' }, '{"n":1}');
    expect(broken.status).toBe(400);
  });

  test('refuses bodies over the limit, also when they only unpack to it', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(300_000) });
    expect((await send('PUT', '/z/_doc/1', json, large)).status).toBe(413);
    const bomb = await send('PUT', '/z/_doc/1', { ...json, 'content-encoding': 'gzip' }, gzipSync(large));
    expect(bomb.status).toBe(413);
    expect(JSON.parse(bomb.body.toString())).toMatchObject({
      error: { type: 'relevance_body_too_large' },
      status: 413,
    });
  });

  test('an aborted exchange rejects', async () => {
    const gone = new AbortController();
    gone.abort();
    const request = { method: 'GET', path: '/', headers: [], body: null };
    await expect(backend.engine.exchange(request, gone.signal)).rejects.toMatchObject({
      code: 'client_gone',
    });
  });
});

describe('a thread that crashes', () => {
  test('is started again once, and fails what was under way with 503', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'embedded-crash-'));
    const entry = join(dir, 'worker.mjs');
    writeFileSync(
      entry,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', (message) => {
         if (message.path === '/crash') throw new Error('on purpose');
         if (message.kind === 'close') return parentPort.close();
         parentPort.postMessage({ kind: 'answer', id: message.id, status: 200, headers: [], body: new Uint8Array(0) });
       });
       parentPort.postMessage({ kind: 'ready', damages: [] });`,
    );
    const thread = await EngineThread.start({ dir, entry: pathToFileURL(entry), logger: silentLogger });
    const ask = (path: string): Promise<unknown> =>
      thread.handle({ method: 'GET', path, headers: [], body: null });
    await expect(ask('/')).resolves.toMatchObject({ status: 200 });
    const waiting = ask('/crash');
    await expect(waiting).rejects.toMatchObject({ code: 'upstream_unavailable', status: 503 });
    await expect(ask('/')).rejects.toMatchObject({ code: 'upstream_unavailable' });
    const deadline = Date.now() + 5_000;
    while (thread.health().state !== 'up' && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(ask('/')).resolves.toMatchObject({ status: 200 });
    await expect(ask('/crash')).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(thread.health()).toMatchObject({
      state: 'down',
      detail: expect.stringContaining('stays down') as unknown,
    });
    await thread.close();
    rmSync(dir, { recursive: true, force: true });
  }, 15_000);
});

import { createServer, type IncomingHttpHeaders, request as send, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ForwardOptions } from '../../../src/domain/engine.ts';
import { ask, describeBackends, must, type OpenBackend } from './backends.ts';

const INDEX = 'contract-ports-pass';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Several parts are sent in chunks. */
  readonly body?: readonly Uint8Array[];
}

/** A server that answers everything by pass-through. */
async function serve({ backend }: OpenBackend, options?: ForwardOptions): Promise<Server> {
  const server = createServer((request, response) => backend.passThrough.forward(request, response, options));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

function exchange(server: Server, { method, path, headers = {}, body = [] }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send({ host: '127.0.0.1', port: portOf(server), method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    request.on('error', reject);
    for (const part of body) request.write(part);
    request.end();
  });
}

describeBackends('PassThrough', (adapter) => {
  let open: OpenBackend;
  let server: Server;
  const ndjson = { 'content-type': 'application/x-ndjson' };
  const lines = (count: number): Buffer =>
    Buffer.from(
      Array.from(
        { length: count },
        (_, n) => `{"index":{"_id":"b${n}"}}\n{"title":"${`lamp ${n} `.repeat(100)}"}\n`,
      ).join(''),
    );

  beforeAll(async () => {
    open = await adapter.open();
    server = await serve(open);
    await ask(open.backend, ['DELETE', `/${INDEX}`]);
    await must(open.backend, 'PUT', `/${INDEX}`, { settings: { number_of_replicas: 0 } });
    await must(open.backend, 'PUT', `/${INDEX}/_doc/1?refresh=true`, { title: 'a lamp', id: 1 });
  });
  afterAll(async () => {
    await end(server);
    await ask(open.backend, ['DELETE', `/${INDEX}`]);
    await open.close();
  });

  test('a request and its answer', async () => {
    const found = await exchange(server, { method: 'GET', path: `/${INDEX}/_doc/1` });
    expect(found.status).toBe(200);
    expect(found.headers['content-type']).toMatch(/json/);
    expect(found.headers['x-elastic-product']).toBe('Elasticsearch');
    expect(JSON.parse(found.body.toString())).toMatchObject({ _id: '1', _source: { title: 'a lamp' } });
    const missing = await exchange(server, { method: 'GET', path: '/contract-ports-none/_search' });
    expect(missing.status).toBe(404);
    expect(missing.body.toString()).toContain('index_not_found_exception');
  });

  test('HEAD names the length that GET would have, and sends nothing', async () => {
    const path = `/${INDEX}/_doc/1`;
    const head = await exchange(server, { method: 'HEAD', path });
    const get = await exchange(server, { method: 'GET', path });
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers['content-length']).toBe(String(get.body.length));
  });

  test('a body of several megabytes in chunks', async () => {
    const body = lines(3_000);
    const parts = Array.from({ length: Math.ceil(body.length / 50_000) }, (_, n) =>
      body.subarray(n * 50_000, (n + 1) * 50_000),
    );
    const bulk = await exchange(server, {
      method: 'POST',
      path: `/${INDEX}/_bulk?refresh=true&filter_path=errors`,
      headers: ndjson,
      body: parts,
    });
    expect([bulk.status, bulk.body.toString()]).toEqual([200, '{"errors":false}']);
    const count = await exchange(server, { method: 'GET', path: `/${INDEX}/_count?filter_path=count` });
    expect(count.body.toString()).toBe('{"count":3001}');
  });

  test('compressed both ways', async () => {
    const body = Buffer.from('{"query":{"ids":{"values":["1"]}}}');
    const path = `/${INDEX}/_search?filter_path=hits.hits._id`;
    const answer = await exchange(server, {
      method: 'POST',
      path,
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'accept-encoding': 'gzip',
      },
      body: [gzipSync(body)],
    });
    expect(answer.status).toBe(200);
    const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.body) : answer.body;
    expect(text.toString()).toBe('{"hits":{"hits":[{"_id":"1"}]}}');
  });

  test('what was read already goes first, and headers are added to the answer', async () => {
    const added = await serve(open, {
      prefix: [Buffer.from('{"query":'), Buffer.from('{"ids":{"va')],
      answerHeaders: ['Relevance-Status', 'bypass; reason=test', 'Server-Timing', 'a;dur=1'],
    });
    try {
      const answer = await exchange(added, {
        method: 'POST',
        path: `/${INDEX}/_search?filter_path=hits.hits._id`,
        headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
        body: [Buffer.from('lues":["1"]}}}')],
      });
      expect(answer.body.toString()).toBe('{"hits":{"hits":[{"_id":"1"}]}}');
      expect(answer.headers['relevance-status']).toBe('bypass; reason=test');
      expect(answer.headers['server-timing']).toBe('a;dur=1');
    } finally {
      await end(added);
    }
  });

  test('a client that goes away in the middle of its request leaves nothing behind', async () => {
    for (let n = 0; n < 40; n += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(portOf(server), '127.0.0.1', () => {
          socket.write(
            `POST /${INDEX}/_bulk HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n` +
              'Content-Length: 100000\r\n\r\n{"index":{"_id":"gone"}}\n',
            () => socket.resetAndDestroy(),
          );
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
    }
    // More than there are connections to a node: had they stayed taken, this would wait for ever.
    const after = await exchange(server, { method: 'GET', path: `/${INDEX}/_doc/gone` });
    expect(after.status).toBe(404);
  });

  test('without an engine the answer is an error in the shape that clients read', async () => {
    const dead = await adapter.openWithoutEngine();
    const alone = await serve(dead);
    try {
      const answer = await exchange(alone, { method: 'GET', path: '/' });
      expect(answer.status).toBe(503);
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        status: 503,
        error: {
          type: 'relevance_upstream_unavailable',
          reason: expect.any(String),
          root_cause: [{ type: 'relevance_upstream_unavailable' }],
        },
      });
      const head = await exchange(alone, { method: 'HEAD', path: '/' });
      expect([head.status, head.body.length]).toEqual([503, 0]);
    } finally {
      await end(alone);
      await dead.close();
    }
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type FakeNode, OK, startFakeNode } from './fake-node.ts';
import {
  eventually,
  exchangeRaw,
  type Harness,
  type HarnessOptions,
  isComplete,
  rawClient,
  startHarness,
} from './harness.ts';

let node: FakeNode;
let gateway: Harness;

async function start(options?: HarnessOptions): Promise<void> {
  node = await startFakeNode();
  gateway = await startHarness([node.url], options);
}

afterEach(async () => {
  await gateway.close();
  await node.close();
});

describe('bytes', () => {
  test('path and headers go up as they came, order and duplicates kept, hop-by-hop left out', async () => {
    await start();
    await exchangeRaw(
      gateway.port,
      'GET /%3Clogs-%7Bnow%2Fd%7D%3E/../x?q=%20a+b HTTP/1.1\r\nHost: shop.example\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\n' +
        'Connection: keep-alive, X-Gone\r\nX-Gone: 1\r\nExpect-CT: 1\r\nTE: trailers\r\nKeep-Alive: timeout=5\r\n' +
        'Authorization: ApiKey abc\r\nX-Latin: caf\xe9\r\n\r\n',
    );
    expect(node.requests[0]?.head.split('\r\n')).toEqual([
      'GET /%3Clogs-%7Bnow%2Fd%7D%3E/../x?q=%20a+b HTTP/1.1',
      `host: 127.0.0.1:${node.port}`,
      'connection: keep-alive',
      'X-B: 1',
      'x-a: 2',
      'X-B: 3',
      'Expect-CT: 1',
      'TE: trailers',
      'Authorization: ApiKey abc',
      'X-Latin: caf\xe9',
    ]);
  });

  test('status line, headers and body come back as they were, without headers of our own', async () => {
    await start({ forward: { answerHeaders: ['Relevance-Status', 'bypass'] } });
    const body = gzipSync('{"hits":[]}');
    node.behave(({ socket }) => {
      socket.write(
        'HTTP/1.1 401 Nobody Home\r\nWWW-Authenticate: Basic realm="a"\r\nWarning: 299 one\r\nWWW-Authenticate: ApiKey\r\n' +
          `Warning: 299 two\r\ncontent-encoding: gzip\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    });
    const answer = await exchangeRaw(
      gateway.port,
      'GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n',
    );
    const [head = '', rest = ''] = answer.split('\r\n\r\n', 2);
    expect(head.split('\r\n')).toEqual([
      'HTTP/1.1 401 Nobody Home',
      'WWW-Authenticate: Basic realm="a"',
      'Warning: 299 one',
      'WWW-Authenticate: ApiKey',
      'Warning: 299 two',
      'content-encoding: gzip',
      `content-length: ${body.length}`,
      'Relevance-Status: bypass',
    ]);
    expect(gunzipSync(Buffer.from(rest, 'latin1')).toString()).toBe('{"hits":[]}');
  });

  test('HEAD keeps the length and has no body; 204 and 304 stay bare', async () => {
    await start();
    node.behave(({ socket, head }) => {
      if (head.startsWith('HEAD')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n');
      else socket.write(`HTTP/1.1 ${head.includes('/304') ? 304 : 204} X\r\n\r\n`);
    });
    const client = rawClient(gateway.port);
    client.socket.write('HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.until((text) => text === 'HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n');
    client.socket.write('GET /204 HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.until((text) => text.endsWith('5000\r\n\r\nHTTP/1.1 204 X\r\n\r\n'));
    client.socket.write('GET /304 HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.until((text) => text.endsWith('HTTP/1.1 304 X\r\n\r\n'));
    client.socket.destroy();
  });

  test('a body keeps its length or its chunks, after the bytes that were read before', async () => {
    await start({ forward: { prefix: [Buffer.from('ab')] } });
    await exchangeRaw(gateway.port, 'GET /a/_search HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\ncde');
    await exchangeRaw(
      gateway.port,
      'POST /_bulk HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ncde\r\n0\r\n\r\n',
    ).catch(() => undefined);
    expect(node.requests[1]?.head).toMatch(/transfer-encoding: chunked/);
    expect(node.requests[1]?.body.toString()).toBe('\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n'.slice(2));
  });

  test('fifty requests with HEAD, GET, bodies and errors share one connection', async () => {
    await start();
    node.behave(({ socket, head }) => {
      const status = head.includes('/missing') ? '404 Not Found' : '200 OK';
      socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\n\r\n${head.startsWith('HEAD') ? '' : '{}'}`);
    });
    for (let round = 0; round < 10; round += 1) {
      for (const request of [
        'GET /_search HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}',
        'GET /missing HTTP/1.1\r\nHost: a\r\n\r\n',
        'POST /_bulk HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}',
        'DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n',
      ]) {
        await exchangeRaw(gateway.port, request);
      }
      const client = rawClient(gateway.port);
      client.socket.write('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n');
      await client.until((text) => text.endsWith('\r\n\r\n'));
      client.socket.destroy();
    }
    expect(node.requests).toHaveLength(50);
    expect(node.connections()).toBe(1);
  });
});

describe('flow', () => {
  test('a slow reader slows Elasticsearch down', async () => {
    await start();
    const total = 64 * 1024 * 1024;
    let written = 0;
    node.behave(({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${total}\r\n\r\n`);
      const chunk = Buffer.alloc(256 * 1024, 'x');
      const more = (): void => {
        while (written < total) {
          written += chunk.length;
          if (!socket.write(chunk)) {
            socket.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    const client = rawClient(gateway.port);
    client.socket.pause();
    client.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(written).toBeLessThan(total / 2);
    let received = 0;
    client.socket.on('data', (chunk: Buffer) => (received += chunk.length));
    client.socket.resume();
    await eventually(() => received > total, 20_000);
    expect(written).toBe(total);
    client.socket.destroy();
  }, 30_000);

  test('a slow node slows the client down', async () => {
    node = await startFakeNode(0, (socket) => socket.pause());
    gateway = await startHarness([node.url]);
    const client = rawClient(gateway.port);
    client.socket.write(`PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: ${256 * 1024 * 1024}\r\n\r\n`);
    const chunk = Buffer.alloc(1024 * 1024);
    let sent = 0;
    const more = (): void => {
      while (sent < 256) {
        sent += 1;
        if (!client.socket.write(chunk)) {
          client.socket.once('drain', more);
          return;
        }
      }
    };
    more();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sent).toBeLessThan(64);
    client.socket.destroy();
    await eventually(() => node.open() === 0).catch(() => undefined);
  });

  test('a client that goes away takes its request to Elasticsearch with it', async () => {
    await start();
    node.behave(() => {});
    const client = rawClient(gateway.port);
    client.socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually(() => node.requests.length === 1);
    client.socket.end();
    await eventually(() => node.requests[0]!.socket.destroyed);
    expect(gateway.nodes.nodes[0]?.failing).toBe(false);
  });

  test('a client that goes away amid its body leaves no half request waiting', async () => {
    await start();
    const client = rawClient(gateway.port);
    client.socket.write('PUT /a/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{"half":');
    await eventually(() => node.open() === 1);
    client.socket.destroy();
    // undici opens a connection in place of the one that it closed.
    await eventually(() => node.connections() === 2);
    expect(node.requests).toHaveLength(0);
  });

  test('a small body takes no connection before it is complete', async () => {
    await start();
    const client = rawClient(gateway.port);
    client.socket.write('PUT /a/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n{"a"');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(node.connections()).toBe(0);
    client.socket.write(':12}');
    expect(await client.until(isComplete)).toMatch(/^HTTP\/1.1 200 /);
    expect(node.requests[0]?.body.toString()).toBe('{"a":12}');
    client.socket.destroy();
  });

  test('an answer before the end of the body arrives, and its connection is not used again', async () => {
    node = await startFakeNode(0, (socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\n{}'));
    });
    gateway = await startHarness([node.url]);
    const client = rawClient(gateway.port);
    client.socket.write('PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhalf');
    expect(await client.until(isComplete)).toMatch(/^HTTP\/1.1 401 .*\{\}$/s);
    await eventually(() => node.open() === 0);
    // The rest of the body belongs to the answered request.
    client.socket.write(`${'x'.repeat(99_996)}GET / HTTP/1.1\r\nHost: a\r\n\r\n`);
    await client.until((text) => text.split('HTTP/1.1 401').length === 3);
    expect(node.connections()).toBe(2);
    client.socket.destroy();
  });

  test('a refused head is answered, and its connection is not used again', async () => {
    await start();
    const body = '{"error":{"type":"too_long_http_header_exception"},"status":400}';
    node.behave(({ socket, head }) => {
      if (head.includes('X-Long'))
        socket.write(`HTTP/1.1 400 Bad Request\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      else OK({ socket } as never);
    });
    const answer = await exchangeRaw(
      gateway.port,
      `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(9000)}\r\n\r\n`,
    );
    expect(answer.endsWith(body)).toBe(true);
    await eventually(() => node.requests[0]!.socket.destroyed);
    expect(await exchangeRaw(gateway.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/200 OK/);
    expect(node.connections()).toBe(2);
  });
});

describe('faults', () => {
  const reset = (socket: { resetAndDestroy(): unknown }): void => void socket.resetAndDestroy();

  test('a read that was reset before its answer is sent once more, a write is not', async () => {
    await start({ retryBudget: 1 });
    let left = 1;
    node.behave((request) => {
      if (left > 0) {
        left -= 1;
        reset(request.socket);
      } else OK(request);
    });
    const search = 'POST /a/_search HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}';
    expect(await exchangeRaw(gateway.port, search)).toMatch(/^HTTP\/1.1 200/);
    expect(node.requests.map(({ body }) => body.toString())).toEqual(['{}', '{}']);
    expect(gateway.counts).toEqual({ retried: 1, ejected: 0 });
    for (const request of [
      'POST /a/_doc HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}',
      'POST /a/_search?scroll=1m HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}',
      'POST /a/_pit?keep_alive=1m HTTP/1.1\r\nHost: a\r\n\r\n',
      'DELETE /a HTTP/1.1\r\nHost: a\r\n\r\n',
    ]) {
      left = 1;
      const before = node.requests.length;
      const answer = await exchangeRaw(gateway.port, request);
      expect(answer).toMatch(/^HTTP\/1.1 502 /);
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({
        status: 502,
        error: { type: 'relevance_upstream_reset', root_cause: [{ type: 'relevance_upstream_reset' }] },
      });
      expect(node.requests.length).toBe(before + 1);
    }
  });

  test('retries stay within their share of requests', async () => {
    await start({ ejection: { failures: 1000, baseMs: 10, maxMs: 10 } });
    node.behave(({ socket }) => reset(socket));
    for (let count = 0; count < 50; count += 1)
      await exchangeRaw(gateway.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(node.requests.length).toBeGreaterThan(50);
    expect(node.requests.length).toBeLessThanOrEqual(60);
  });

  test.each([
    ['reset', (socket: { resetAndDestroy(): unknown }) => reset(socket)],
    ['closed', (socket: { end(): unknown }) => void socket.end()],
  ])('an answer that is %s amid its body breaks the connection', async (_, cut) => {
    await start();
    node.behave(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n', () =>
        setTimeout(() => cut(socket), 20),
      );
    });
    const client = rawClient(gateway.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.closed;
    expect(client.received()).toContain('hello');
    expect(client.received()).not.toContain('0\r\n\r\n');
    expect(node.requests).toHaveLength(1);
  });

  test.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    [
      'two lengths, turned round',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n',
    ],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header with a null byte', 'HTTP/1.1 200 OK\r\nA: \0\r\n\r\n'],
  ])('%s gives 502 and closes the connection', async (_, bytes) => {
    await start();
    node.behave(({ socket }) => socket.write(bytes));
    const answer = await exchangeRaw(
      gateway.port,
      'GET / HTTP/1.1\r\nHost: a\r\nAccept: application/vnd.elasticsearch+json;compatible-with=8\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 502 /);
    expect(answer).toContain('content-type: application/vnd.elasticsearch+json;compatible-with=8\r\n');
    expect(answer).toContain('relevance_upstream_protocol');
    await eventually(() => node.open() === 0);
  });

  test('interim answers are not passed on; headers beyond 16 KiB are', async () => {
    await start();
    const warnings = Array.from(
      { length: 200 },
      (_, at) => `Warning: 299 Elasticsearch "${at}${'w'.repeat(100)}"\r\n`,
    );
    node.behave(({ socket }) =>
      socket.write(
        `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n${warnings.slice(0, 100).join('')}content-length: 2\r\n\r\n{}`,
      ),
    );
    const answer = await exchangeRaw(gateway.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(answer).not.toContain('103');
    expect(answer.match(/^Warning:/gm)).toHaveLength(100);
  });
});

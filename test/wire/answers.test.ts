import { afterEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { always, answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get, ownError, pause, post } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const OK = answer(200, '{"took":1}', PRODUCT);

describe('an answer is passed on as it came', () => {
  test('status, words of the status line, headers in order with duplicates, and body', async () => {
    const headers = [
      'X-elastic-product: Elasticsearch',
      'x-opaque-id: id-1',
      'Warning: 299 Elasticsearch-8.16.3-abc "first"',
      'content-type: application/vnd.elasticsearch+json;compatible-with=8',
      'Warning: 299 Elasticsearch-8.16.3-abc "second"',
      'Location: /a/_doc/1',
      'Retry-After: 1',
    ];
    const upstream = await bench.fake(always(answer(201, '{"a" : 1.0 }\n', headers)));
    const wire = await bench.wire(upstream);
    const passed = await wire.request(post('/a/_doc/1', '{}'));
    expect(passed.status).toBe(201);
    expect(passed.statusText).toBe('Whatever');
    expect(passed.headers.map(([name, value]) => `${name}: ${value}`)).toEqual([
      ...headers,
      'content-length: 13',
    ]);
    expect(passed.body.toString()).toBe('{"a" : 1.0 }\n');
  });

  test('401 with both of its WWW-Authenticate headers', async () => {
    const headers = [
      'WWW-Authenticate: Basic realm="security", charset="UTF-8"',
      'WWW-Authenticate: ApiKey',
      ...PRODUCT.slice(1),
    ];
    const upstream = await bench.fake(always(answer(401, '{"error":{},"status":401}', headers)));
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/'));
    expect(passed.status).toBe(401);
    expect(passed.headers.filter(([name]) => name === 'WWW-Authenticate').map(([, value]) => value)).toEqual([
      'Basic realm="security", charset="UTF-8"',
      'ApiKey',
    ]);
    expect(headerOf(passed, 'x-elastic-product')).toBeUndefined();
  });

  test.each([502, 503, 504])('a load balancer’s %d page of HTML', async (status) => {
    const upstream = await bench.fake(
      always(answer(status, '<html>oh no</html>', ['Content-Type: text/html'])),
    );
    const wire = await bench.wire(upstream);
    const passed = await wire.request(post('/a/_doc', '{}'));
    expect(passed.status).toBe(status);
    expect(headerOf(passed, 'content-type')).toBe('text/html');
    expect(passed.body.toString()).toBe('<html>oh no</html>');
  });

  test('429 with its Retry-After, once', async () => {
    const upstream = await bench.fake(always(answer(429, '{"status":429}', ['Retry-After: 7', ...PRODUCT])));
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/a/_search'));
    expect([passed.status, headerOf(passed, 'retry-after')]).toEqual([429, '7']);
    expect(upstream.requests).toHaveLength(1);
  });

  test('compressed bytes stay compressed', async () => {
    const bytes = gzipSync('{"took":1}');
    const upstream = await bench.fake(always(answer(200, bytes, [...PRODUCT, 'content-encoding: gzip'])));
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/a/_search', ['Accept-Encoding: gzip']));
    expect(passed.body).toEqual(bytes);
    expect(headerOf(passed, 'content-encoding')).toBe('gzip');
  });

  test('200 warnings of 300 bytes each', async () => {
    const warnings = Array.from(
      { length: 200 },
      (_, at) => `Warning: 299 ES "${String(at).padStart(300, 'x')}"`,
    );
    const upstream = await bench.fake(always(answer(200, '{}', [...PRODUCT, ...warnings])));
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/'));
    expect(passed.headers.filter(([name]) => name === 'Warning')).toHaveLength(200);
  });

  test('more headers than any server sends are a 502', async () => {
    const upstream = await bench.fake(always(answer(200, '{}', [`X-Large: ${'x'.repeat(2 ** 20)}`])));
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/'));
    expect(passed.status).toBe(502);
    expect(ownError(passed).type).toBe('relevance_upstream_protocol');
  });

  test('of interim answers only the last is passed on', async () => {
    const upstream = await bench.fake(
      always(
        `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${OK.toString('latin1')}`,
      ),
    );
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(get('/'));
    await client.bytes(OK.length);
    expect(client.received.toString('latin1')).toMatch(/^HTTP\/1\.1 200 /);
    expect(upstream.requests).toHaveLength(1);
  });

  test('hop-by-hop headers of the answer stay on that hop', async () => {
    const upstream = await bench.fake(
      always(
        answer(200, '{}', [
          'Connection: keep-alive, X-Hop',
          'X-Hop: 1',
          'Keep-Alive: timeout=5',
          'Upgrade: h2c',
          ...PRODUCT,
        ]),
      ),
    );
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/'));
    expect(passed.headers.map(([name]) => name.toLowerCase())).toEqual([
      'x-elastic-product',
      'content-type',
      'content-length',
    ]);
  });

  test('an answer without an end but the connection’s', async () => {
    const upstream = await bench.fake((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nall of it'),
    );
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/_cat/indices'));
    expect(passed.body.toString()).toBe('all of it');
  });

  test('chunks come as they are sent, without a time limit', async () => {
    const upstream = await bench.fake((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n');
      setTimeout(() => socket.write('1\r\nb\r\n0\r\n\r\n'), 1500);
    });
    const wire = await bench.wire(upstream, { upstream: { connectTimeoutMs: 200 } });
    const client = await wire.connect();
    const started = performance.now();
    client.send(get('/'));
    await client.bytes(50);
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await client.answer()).body.toString()).toBe('ab');
  });
});

describe('answers that cannot be trusted', () => {
  test.each([
    [
      'two lengths at once',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    ],
    ['two different lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} '],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['a protocol switch', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
    ['a null byte in a header', 'HTTP/1.1 200 OK\r\nX-A: 1\x002\r\ncontent-length: 0\r\n\r\n'],
  ])('%s: 502, and the connection is not used again', async (_name, bytes) => {
    const upstream = await bench.fake(always(bytes));
    const wire = await bench.wire(upstream);
    const failed = await wire.request(post('/a/_doc', '{}'));
    expect(failed.status).toBe(502);
    expect(ownError(failed).type).toMatch(/^relevance_upstream_(protocol|reset)$/);
    expect(failed.body.toString()).not.toContain('127.0.0.1');
    upstream.script = always(OK);
    expect((await wire.request(get('/'))).status).toBe(200);
    expect(upstream.opened).toBe(2);
  });

  test.each([
    ['fewer bytes than announced', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"took"', true],
    [
      'a chunk size that is no number',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n',
      false,
    ],
    ['chunks without their end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n', true],
  ])('%s: the client sees a cut, never a clean end', async (_name, bytes, end) => {
    const upstream = await bench.fake(
      (socket) => void (end ? socket.end(bytes, 'latin1') : socket.write(bytes, 'latin1')),
    );
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    await expect(client.send(get('/a/_search')).answer()).rejects.toThrow('connection ended');
    expect(client.received.toString('latin1')).not.toMatch(/0\r\n\r\n$/);
    upstream.script = always(OK);
    expect((await wire.request(get('/'))).status).toBe(200);
    expect(upstream.opened).toBe(2);
  });

  test.each([
    ['204 with a body', get('/'), 'GET', 'HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello'],
    ['HEAD with a body', get('/a', [], 'HEAD'), 'HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'],
    [
      'bytes beyond the length',
      get('/a'),
      'GET',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\npoison',
    ],
  ])('%s: nothing of it is taken for the next answer', async (_name, request, method, bytes) => {
    const upstream = await bench.fake(always(bytes));
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    await client
      .send(request)
      .answer(method)
      .catch(() => undefined);
    expect(client.received.toString()).not.toContain('hello');
    upstream.script = always(OK);
    await pause(50);
    const next = await wire.request(get('/next'));
    expect([next.status, next.body.toString()]).toEqual([200, '{"took":1}']);
  });
});

describe('connections that must not be used again', () => {
  test('after an answer that came before the request was complete', async () => {
    const upstream = await bench.fake(always(OK), {
      onHead: (socket, { method }) => {
        if (method === 'PUT') socket.write(answer(413, '{"status":413}', PRODUCT));
        return method === 'PUT';
      },
    });
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(get('/_bulk', ['Content-Type: application/json', 'Content-Length: 50000000'], 'PUT'));
    client.send(Buffer.alloc(200_000));
    const early = await client.answer();
    expect([early.status, early.body.toString()]).toEqual([413, '{"status":413}']);
    expect((await wire.request(get('/'))).status).toBe(200);
    expect(upstream.opened).toBe(2);
  });

  test('after a 400 to a request line that was too long', async () => {
    const upstream = await bench.fake((socket, { target }) => {
      const long = target.length > 4096;
      socket.write(long ? answer(400, '{"error":{"type":"too_long_http_line_exception"}}', PRODUCT) : OK);
    });
    const wire = await bench.wire(upstream);
    const long = await wire.request(get(`/a/_search?q=${'x'.repeat(5000)}`));
    expect([long.status, long.body.toString()]).toEqual([
      400,
      '{"error":{"type":"too_long_http_line_exception"}}',
    ]);
    expect((await wire.request(get('/'))).status).toBe(200);
    expect(upstream.opened).toBe(2);
  });

  test('all others are: 200 requests of all kinds over one', async () => {
    const upstream = await bench.fake((socket, { method }) =>
      socket.write(method === 'HEAD' ? 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n' : OK),
    );
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    for (let round = 0; round < 50; round += 1) {
      await client.send(get('/')).answer();
      await client.send(get('/a', [], 'HEAD')).answer('HEAD');
      await client.send(post('/a/_search', '{}', [], 'GET')).answer();
      await client.send(post('/a/_doc', `{"a":"${'x'.repeat(100_000)}"}`)).answer();
    }
    expect(upstream.requests).toHaveLength(200);
    expect(upstream.opened).toBe(1);
  });
});

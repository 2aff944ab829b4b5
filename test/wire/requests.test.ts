import { afterEach, describe, expect, test } from '@jest/globals';
import { always, answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get, ownError, post } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const OK = always(answer(200, '{"took":1}', PRODUCT));

describe('requests that are ambiguous are refused, and nothing reaches Elasticsearch', () => {
  test.each([
    ['two Host headers', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['two equal Host headers', 'GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n'],
    [
      'identity, chunked',
      'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n',
    ],
    ['gzip, chunked', 'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
    [
      'two Transfer-Encoding',
      'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'Transfer-Encoding in HTTP/1.0',
      'POST /a HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['absolute form for another server', 'GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['absolute form without Host', 'GET http://evil/ HTTP/1.1\r\n\r\n'],
    ['absolute form with user information', 'GET http://a@evil/ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['the asterisk form', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a tunnel', 'CONNECT a:9200 HTTP/1.1\r\nHost: a\r\n\r\n'],
    [
      'Connection: authorization',
      'GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic eA==\r\nConnection: close, Authorization\r\n\r\n',
    ],
    [
      'Connection: content-length',
      'POST /a HTTP/1.1\r\nHost: a\r\nConnection: Content-Length\r\nContent-Length: 1\r\n\r\nx',
    ],
    ['Connection: host', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: host\r\n\r\n'],
    [
      'Connection: es-security-runas-user',
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: es-security-runas-user\r\n\r\n',
    ],
    [
      'Content-Length and Transfer-Encoding',
      'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'Transfer-Encoding and Content-Length',
      'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
    ],
    [
      'two different lengths',
      'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
    ],
    ['two equal lengths', 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx'],
    ['a length with a sign', 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx'],
    ['a hexadecimal length', 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx'],
    ['a negative length', 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx'],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n folded: yes\r\n\r\n'],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: a\n\n'],
    ['a blank before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    ['a null byte in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\x002\r\n\r\n'],
    [
      'a chunk size that is no number',
      'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n',
    ],
    [
      'a chunk size with 0x',
      'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n',
    ],
    [
      'a chunk longer than it says',
      'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n',
    ],
    ['no HTTP at all', 'HELO es\r\n\r\n'],
    ['HTTP/0.9', 'GET /\r\n\r\n'],
    ['a target with bytes beyond ASCII', 'GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('%s', async (_name, bytes) => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    const refusal = await client.send(bytes).answer();
    expect(refusal.status).toBe(400);
    expect(ownError(refusal).type).toMatch(/^relevance_(ambiguous|bad)_request$/);
    expect(await client.ended()).toBe('fin');
    expect(client.received).toHaveLength(0);
    expect(upstream.requests).toHaveLength(0);
    expect((await wire.request(get('/'))).status).toBe(200);
  });
});

test('a target written in Chinese is refused with what to write instead', async () => {
  const wire = await bench.wire(await bench.fake(OK));
  const client = await wire.connect();
  const refusal = await client
    .send(Buffer.from('GET /a/_search?q=书包 HTTP/1.1\r\nHost: a\r\n\r\n'))
    .answer();
  expect(refusal.status).toBe(400);
  expect(ownError(refusal).reason).toContain('percent-encoded, as %E4%B9%A6 for 书');
});

describe('targets are passed on byte for byte', () => {
  test.each([
    '/a/../_cluster/health',
    '/%2e%2e/_cluster',
    '/t1%2f_search',
    '//t1/_search',
    '/t1;x=1/_search',
    '/t1\\_search',
    '/%c0%ae%c0%ae/',
    '/%3Clogs-%7Bnow%2Fd%7D%3E/_search?q=a%20b+c&&x',
    '/_search?from=-1&size=2147483647&size=abc',
    '/a?b?c#d',
    '/__proto__/_doc/constructor.prototype',
  ])('%s', async (target) => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    expect((await wire.request(get(target))).status).toBe(200);
    expect(upstream.requests[0]?.target).toBe(target);
  });

  test('an absolute target with the authority of Host is a path to Elasticsearch, and no search', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream, {
      isSearch: () => true,
      search: (_request, response) => void response.writeHead(500).end(),
    });
    const passed = await wire.request('GET http://es:9200/a/_search?q=x HTTP/1.1\r\nHost: ES:9200\r\n\r\n');
    expect(passed.status).toBe(200);
    expect(upstream.requests[0]?.target).toBe('/a/_search?q=x');
  });
});

describe('headers', () => {
  test('end-to-end headers go up in order, case and number; those of one hop do not', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    const kept = [
      'X-Opaque-Id: id-1',
      'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'x-elastic-client-meta: es=8.19,js=20',
      'ACCEPT: application/vnd.elasticsearch+json; compatible-with=8',
      'Accept-Encoding: gzip,deflate',
      'Warning: 1',
      'Warning: 2',
      'es-security-runas-user: ua',
      'Authorization: ApiKey c2VjcmV0',
      'X-Forwarded-For: 10.0.0.1',
      'X-Forwarded-Host: evil',
    ];
    const dropped = [
      'Connection: keep-alive, X-Hop',
      'X-Hop: 1',
      'Keep-Alive: timeout=5',
      'TE: gzip',
      'Upgrade: h2c',
      'Proxy-Authorization: Basic eA==',
    ];
    await wire.request(get('/', [...dropped, ...kept]));
    const seen = upstream.requests[0]!.headers.filter(([name]) => !/^(host|connection)$/i.test(name));
    expect(seen.map(([name, value]) => `${name}: ${value}`)).toEqual(kept);
    expect(headerOf(upstream.requests[0]!, 'host')).toBe(`127.0.0.1:${upstream.port}`);
    expect(headerOf(upstream.requests[0]!, 'connection')?.toLowerCase() ?? 'keep-alive').toBe('keep-alive');
  });

  test('a request without Host is passed on, as Elasticsearch takes it', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    expect((await wire.request('GET / HTTP/1.1\r\n\r\n')).status).toBe(200);
  });

  test('32 KiB of headers pass; more is answered with 431', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    expect((await wire.request(get('/', [`X-Large: ${'x'.repeat(30_000)}`]))).status).toBe(200);
    const client = await wire.connect();
    const refusal = await client.send(get('/', [`X-Large: ${'x'.repeat(40_000)}`])).answer();
    expect(refusal.status).toBe(431);
    expect(ownError(refusal).type).toBe('relevance_headers_too_large');
    expect(upstream.requests).toHaveLength(1);
  });

  test('more headers than Node counts by default still all arrive', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    await wire.request(
      get('/', [...Array.from({ length: 2500 }, (_, at) => `a: ${at}`), 'Authorization: Basic eA==']),
    );
    expect(upstream.requests[0]?.headers.filter(([name]) => name === 'a')).toHaveLength(2500);
    expect(headerOf(upstream.requests[0]!, 'authorization')).toBe('Basic eA==');
  });

  test('an error of the gateway names the media type that the client asked for', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    const accept = 'application/vnd.elasticsearch+json; compatible-with=9';
    const refusal = await wire.request(get('/', ['Host: b', `Accept: ${accept}`]));
    expect(headerOf(refusal, 'content-type')).toBe(accept);
  });
});

describe('expectations', () => {
  test('100-continue is answered, and is not passed on', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send('PUT /a/_doc/1 HTTP/1.1\r\nHost: es\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
    await client.bytes(25);
    expect(client.received.toString('latin1')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    expect((await client.send('{}').answer()).status).toBe(200);
    expect(upstream.requests[0]?.body.toString()).toBe('{}');
    expect(headerOf(upstream.requests[0]!, 'expect')).toBeUndefined();
  });

  test('a request that is refused is not told to continue', async () => {
    const wire = await bench.wire(await bench.fake(OK));
    const client = await wire.connect();
    client.send(
      'PUT /a HTTP/1.1\r\nHost: es\r\nHost: b\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
    );
    await client.bytes(15);
    expect(client.received.toString('latin1')).toMatch(/^HTTP\/1\.1 400/);
  });

  test('any other is answered with 417', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    const refusal = await wire.request(get('/', ['Expect: a-miracle']));
    expect(refusal.status).toBe(417);
    expect(ownError(refusal).type).toBe('relevance_expectation_failed');
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('bodies are passed on byte for byte', () => {
  test.each([
    ['GET with a body', 'GET', '/a/_search', '{"query":{"match_all":{}}}'],
    ['DELETE with a body', 'DELETE', '/_search/scroll', '{"scroll_id":"x"}'],
    ['NDJSON without its last newline', 'POST', '/_bulk', '{"index":{}}\n{"a":1}'],
    ['NDJSON with CRLF and blank lines', 'POST', '/_msearch', '{}\r\n\r\n{"size":1e400}\r\n'],
    ['duplicate keys', 'POST', '/a/_search', '{"query":1,"query":2,"__proto__":{}}'],
    [
      'invalid UTF-8, a byte order mark and a null byte',
      'POST',
      '/a/_search',
      Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0, 0xc0, 0xaf]),
    ],
    ['what only claims to be gzip', 'POST', '/a/_search', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
    ['an empty body', 'POST', '/a/_refresh', ''],
  ])('%s', async (_name, method, target, body) => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    expect((await wire.request(post(target, body, ['Content-Encoding: gzip'], method), method)).status).toBe(
      200,
    );
    expect(upstream.requests[0]?.method).toBe(method);
    expect(upstream.requests[0]?.body).toEqual(Buffer.from(body));
    expect(headerOf(upstream.requests[0]!, 'content-encoding')).toBe('gzip');
    expect(headerOf(upstream.requests[0]!, 'content-length')).toBe(String(Buffer.from(body).length));
  });

  test('a chunked body arrives whole', async () => {
    const upstream = await bench.fake(OK);
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send('POST /_bulk HTTP/1.1\r\nHost: es\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
    client.send('2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n');
    expect((await client.answer()).status).toBe(200);
    expect(upstream.requests[0]?.body.toString()).toBe('abcde');
  });

  test('HEAD has no body and keeps its length', async () => {
    const upstream = await bench.fake(
      always('HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\ncontent-length: 353\r\n\r\n'),
    );
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    for (let round = 0; round < 3; round += 1) {
      const head = await client.send(get('/a', [], 'HEAD')).answer('HEAD');
      expect(headerOf(head, 'content-length')).toBe('353');
    }
    expect(client.received).toHaveLength(0);
    expect(upstream.opened).toBe(1);
  });
});

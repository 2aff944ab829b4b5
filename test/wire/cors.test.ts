import { afterEach, describe, expect, test } from '@jest/globals';
import { always, answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get } from './harness.ts';
import type { Answer } from './raw-client.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const SHOP = 'https://shop.example';
const ON = { config: { server: { cors: { origins: [SHOP, 'http://localhost:3000'] } } } };
const PREFLIGHT = [
  'Access-Control-Request-Method: POST',
  'Access-Control-Request-Headers: authorization,content-type',
];
const ours = ({ headers }: Answer): readonly string[] =>
  headers
    .filter(([name]) => /^(access-control-|vary$)/i.test(name))
    .map(([name, value]) => `${name}: ${value}`);

describe('without origins', () => {
  test('requests of browsers, preflights too, are Elasticsearch’s matter', async () => {
    const upstream = await bench.fake(
      always(answer(200, '{}', [...PRODUCT, 'access-control-allow-origin: *'])),
    );
    const gateway = await bench.gateway(upstream);
    for (const request of [
      get('/shop/_search', [`Origin: ${SHOP}`, ...PREFLIGHT], 'OPTIONS'),
      get('/shop/_doc/1', [`Origin: ${SHOP}`]),
    ]) {
      const passed = await gateway.request(request);
      expect([passed.body.toString(), ours(passed)]).toEqual(['{}', ['access-control-allow-origin: *']]);
    }
    expect(upstream.requests).toHaveLength(2);
  });
});

describe('with origins', () => {
  test('a preflight of one of them is answered, and goes no further', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, ON);
    const client = await gateway.connect();
    const allowed = await client
      .send(get('/shop/_search', [`Origin: ${SHOP}`, ...PREFLIGHT], 'OPTIONS'))
      .answer();
    expect(allowed.status).toBe(204);
    expect(ours(allowed)).toEqual([
      `Access-Control-Allow-Origin: ${SHOP}`,
      'Vary: Origin',
      'Access-Control-Allow-Methods: GET, HEAD, POST, PUT, DELETE, OPTIONS',
      'Access-Control-Allow-Headers: authorization,content-type',
      'Access-Control-Max-Age: 600',
    ]);
    expect(upstream.requests).toHaveLength(0);
    expect((await client.send(improvable.request()).answer()).status).toBe(200);
  });

  test.each([
    [
      'a preflight of another origin',
      get('/shop/_search', ['Origin: https://evil.example', ...PREFLIGHT], 'OPTIONS'),
    ],
    ['an origin that only begins alike', get('/', [`Origin: ${SHOP}.evil.example`])],
    ['no origin', get('/')],
    ['OPTIONS that is no preflight', get('/', [], 'OPTIONS')],
  ])('%s passes as it is', async (_name, request) => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, ON);
    const passed = await gateway.request(request);
    expect([passed.status, ours(passed), upstream.requests.length]).toEqual([200, [], 1]);
  });

  test.each([
    ['improved', improvable.request([`Origin: ${SHOP}`]), /^applied/],
    ['passed on', improvable.request([`Origin: ${SHOP}`, 'Relevance-Pipeline: off']), /^off/],
  ])('a search that is %s may be read, with what the gateway says of it', async (_name, request, status) => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, ON);
    const found = await gateway.request(request);
    expect(headerOf(found, 'relevance-status')).toMatch(status);
    expect(headerOf(found, 'access-control-allow-origin')).toBe(SHOP);
    expect(headerOf(found, 'access-control-expose-headers')).toContain('Relevance-Status');
    expect(found.headers.filter(([name]) => name.toLowerCase() === 'x-elastic-product')).toHaveLength(1);
  });

  test('a script may ask for an explanation, and read under which id it is kept', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, { config: { ...ON.config, debug: { allow: true } } });
    const preflight = await gateway.request(
      get(
        '/shop/_search',
        [
          `Origin: ${SHOP}`,
          'Access-Control-Request-Method: POST',
          'Access-Control-Request-Headers: content-type,relevance-context,relevance-debug,relevance-pipeline',
        ],
        'OPTIONS',
      ),
    );
    expect(headerOf(preflight, 'access-control-allow-headers')).toContain('relevance-debug');
    const found = await gateway.request(improvable.request([`Origin: ${SHOP}`, 'Relevance-Debug: explain']));
    expect(headerOf(found, 'relevance-trace')).toMatch(/^[0-9a-f-]{36}$/);
    const exposed = (headerOf(found, 'access-control-expose-headers') ?? '').split(', ');
    const ownHeaders = found.headers
      .map(([name]) => name)
      .filter((name) => /^(relevance|server-timing)/i.test(name));
    expect(ownHeaders.filter((name) => !exposed.includes(name))).toEqual([]);
    expect(ownHeaders).toEqual(
      expect.arrayContaining(['Relevance-Status', 'Relevance-Trace', 'Server-Timing']),
    );
  });

  test('so may an error of the gateway, and any other answer with its duplicates', async () => {
    const upstream = await bench.fake(always(answer(200, '{}', [...PRODUCT, 'Warning: 1', 'Warning: 2'])));
    const gateway = await bench.gateway(upstream, ON);
    const passed = await gateway.request(get('/', ['Origin: http://LOCALHOST:3000']));
    expect(headerOf(passed, 'access-control-allow-origin')).toBe('http://LOCALHOST:3000');
    expect(passed.headers.slice(0, 2).map(([name]) => name)).toEqual(['X-elastic-product', 'content-type']);
    expect(passed.headers.filter(([name]) => name === 'Warning').map(([, value]) => value)).toEqual([
      '1',
      '2',
    ]);
    await upstream.stop();
    const failed = await gateway.request(get('/', [`Origin: ${SHOP}`]));
    expect([failed.status, headerOf(failed, 'access-control-allow-origin')]).toEqual([503, SHOP]);
  });

  test('what Elasticsearch itself allows is said once, in its words', async () => {
    const theirs = Buffer.from(
      FOUND.toString().replace('\r\n', '\r\naccess-control-allow-origin: https://theirs.example\r\n'),
    );
    const upstream = await bench.fake(always(theirs));
    const gateway = await bench.gateway(upstream, ON);
    for (const request of [improvable.request([`Origin: ${SHOP}`]), get('/', [`Origin: ${SHOP}`])]) {
      const found = await gateway.request(request);
      expect(ours(found).filter((line) => /allow-origin/i.test(line))).toEqual([
        'access-control-allow-origin: https://theirs.example',
      ]);
    }
  });

  test('any origin', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, { config: { server: { cors: { origins: ['*'] } } } });
    const found = await gateway.request(improvable.request(['Origin: null']));
    expect(ours(found).slice(0, 1)).toEqual(['Access-Control-Allow-Origin: *']);
  });
});

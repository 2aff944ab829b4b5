import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../../src/pipeline/stage.ts';
import { always, answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get, ownError, post, until } from './harness.ts';
import { FOUND, improvable, versionOf } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const BASIC = 'Authorization: Basic YWxpY2U6eA==';

describe('what Elasticsearch says to a search that the gateway wrote anew', () => {
  test('a 400: the caller’s own bytes go up once, and that answer counts', async () => {
    const own = answer(400, '{"error":{"type":"own"},"status":400}', ['Warning: 299 own', ...PRODUCT]);
    const upstream = await bench.fake((socket, { body }) => {
      const isOwn = body.toString() === improvable.body;
      socket.write(isOwn ? own : answer(400, '{"error":{"type":"rewritten"},"status":400}', PRODUCT));
    });
    const gateway = await bench.gateway(upstream);
    const passed = await gateway.request(improvable.request([BASIC]));
    expect([passed.status, passed.body.toString()]).toEqual([400, '{"error":{"type":"own"},"status":400}']);
    expect(headerOf(passed, 'warning')).toBe('299 own');
    expect(headerOf(passed, 'relevance-status')).toBe('bypass; reason=rejected');
    expect(upstream.requests.map(({ body }) => body.toString() === improvable.body)).toEqual([false, true]);
    expect(upstream.requests.map((request) => headerOf(request, 'authorization'))).toEqual([
      'Basic YWxpY2U6eA==',
      'Basic YWxpY2U6eA==',
    ]);
  });

  test.each([
    [401, ['WWW-Authenticate: Basic realm="security"', 'WWW-Authenticate: ApiKey']],
    [403, []],
    [404, []],
    [429, ['Retry-After: 7']],
    [503, []],
  ])('a %d is the answer, with its headers, and nothing is sent again', async (status, headers) => {
    const body = `{"error":{"type":"theirs"},"status":${status}}`;
    const upstream = await bench.fake(always(answer(status, body, [...PRODUCT, ...headers])));
    const gateway = await bench.gateway(upstream);
    const passed = await gateway.request(improvable.request());
    expect([passed.status, passed.body.toString()]).toEqual([status, body]);
    const kept = passed.headers.map(([name, value]) => `${name}: ${value}`);
    expect(kept).toEqual(expect.arrayContaining([...PRODUCT, ...headers]));
    expect(upstream.requests).toHaveLength(1);
  });

  test.each([502, 504])('a load balancer’s %d page of HTML is not taken for a result', async (status) => {
    const upstream = await bench.fake(always(answer(status, '<html>', ['Content-Type: text/html'])));
    const gateway = await bench.gateway(upstream);
    const passed = await gateway.request(improvable.request());
    expect([passed.status, passed.body.toString()]).toEqual([status, '<html>']);
    expect(headerOf(passed, 'content-type')).toBe('text/html');
  });

  test.each([
    ['no JSON', 'all is well'],
    ['cut off', FOUND.toString().split('\r\n\r\n')[1]!.slice(0, 150)],
    ['without hits', '{"took":1}'],
  ])('a 200 that cannot be read (%s): the caller gets an answer to their own bytes', async (_name, body) => {
    const upstream = await bench.fake((socket, request) =>
      socket.write(request.body.toString() === improvable.body ? FOUND : answer(200, body, PRODUCT)),
    );
    const gateway = await bench.gateway(upstream);
    const passed = await gateway.request(improvable.request());
    expect(passed.status).toBe(200);
    expect(upstream.requests.length).toBeLessThanOrEqual(2);
    expect(passed.body.toString()).toBe(
      upstream.requests.length === 2 ? FOUND.toString().split('\r\n\r\n')[1] : body,
    );
  });

  test('hits keep their bytes; number and order of everything else as well', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    const found = await gateway.request(improvable.request());
    expect(headerOf(found, 'relevance-status')).toMatch(/^applied; version="/);
    expect(found.body.toString().replace(/"took":\d+/, '"took":1')).toBe(
      FOUND.toString().split('\r\n\r\n')[1],
    );
  });

  test('a version of the media type is asked for and answered with the caller’s own words', async () => {
    const type = 'application/vnd.elasticsearch+json;compatible-with=8';
    const upstream = await bench.fake(
      always(Buffer.from(FOUND.toString().replace('application/json', type))),
    );
    const gateway = await bench.gateway(upstream);
    const asked = improvable.request([`Accept: ${type}`]).toString();
    const bytes = Buffer.from(asked.replace('Content-Type: application/json', `Content-Type: ${type}`));
    const found = await gateway.request(bytes);
    expect(headerOf(found, 'relevance-status')).toMatch(/^applied;/);
    expect(headerOf(found, 'content-type')).toBe(type);
    expect(headerOf(upstream.requests[0]!, 'content-type')).toBe(type);
    expect(headerOf(upstream.requests[0]!, 'accept')).toBe(type);
  });
});

describe('connections that fail under a search', () => {
  test('nobody listens: 503 in Elasticsearch’s shape, once', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    await upstream.stop();
    const failed = await gateway.request(improvable.request());
    expect([failed.status, ownError(failed).type]).toEqual([503, 'relevance_upstream_unavailable']);
  });

  test('another node takes it', async () => {
    const [gone, alive] = [await bench.fake(always(FOUND)), await bench.fake(always(FOUND))];
    const gateway = await bench.gateway([gone, alive]);
    await gone.stop();
    for (let round = 0; round < 4; round += 1) {
      expect((await gateway.request(improvable.request())).status).toBe(200);
    }
    expect(alive.requests).toHaveLength(4);
  });

  test.each([
    ['before the answer', ''],
    ['in the middle of the answer', 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"took"'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    ],
    ['a bad chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ])('%s: 502, for nothing was sent to the caller yet, and the next one is served', async (_name, bytes) => {
    const upstream = await bench.fake((socket) => void socket.end(bytes));
    const gateway = await bench.gateway(upstream, { upstream: { retryBudget: 0 } });
    const failed = await gateway.request(improvable.request());
    expect(failed.status).toBe(502);
    expect(ownError(failed).type).toMatch(/^relevance_upstream_(reset|protocol)$/);
    expect(upstream.requests).toHaveLength(1);
    upstream.script = always(FOUND);
    expect((await gateway.request(improvable.request())).status).toBe(200);
  });

  test('an answer past what is read into memory: the caller’s own bytes, streamed', async () => {
    const long = answer(200, `{"took":1,"pad":"${'x'.repeat(300_000)}"}`, PRODUCT);
    const upstream = await bench.fake(always(long));
    const gateway = await bench.gateway(upstream, { upstream: { maxAnswerBytes: 100_000 } });
    const passed = await gateway.request(improvable.request());
    expect(passed.body.length).toBe(long.length - long.indexOf('\r\n\r\n') - 4);
    expect(headerOf(passed, 'relevance-status')).toBe('bypass; reason=answer_unreadable');
    expect(upstream.requests.at(-1)?.body.toString()).toBe(improvable.body);
  });

  test('a storm of 503 makes at most a fifth more requests upstream', async () => {
    const busy = always(answer(503, '{"status":503}', PRODUCT));
    const nodes = [await bench.fake(busy), await bench.fake(busy)];
    const gateway = await bench.gateway(nodes);
    const client = await gateway.connect();
    for (let round = 0; round < 100; round += 1) await client.send(improvable.request()).answer();
    expect(nodes.flatMap(({ requests }) => requests).length).toBeLessThanOrEqual(121);
  });
});

describe('whose search it is', () => {
  test('searches of several callers at a time go up with the credentials of each, in every form', async () => {
    const upstream = await bench.fake((socket, { headers }) => {
      const who = headers
        .filter(([name]) => /^(authorization|es-.*)$/i.test(name))
        .map(([, value]) => value)
        .join();
      setTimeout(
        () =>
          socket.write(
            FOUND.toString()
              .replace('"_id":"1"', `"_id":"${who}"`.padEnd(9))
              .replace(
                /content-length: \d+/,
                (line) => `content-length: ${Number(line.slice(16)) + Math.max(0, who.length - 1)}`,
              ),
          ),
        5,
      );
    });
    const gateway = await bench.gateway(upstream);
    const callers = Array.from({ length: 12 }, (_, at) => ({
      headers: [
        `Authorization: ${at % 2 === 0 ? 'Basic' : 'ApiKey'} c2VjcmV0${at}`,
        `es-security-runas-user: u${at}`,
      ],
      who: `${at % 2 === 0 ? 'Basic' : 'ApiKey'} c2VjcmV0${at},u${at}`,
    }));
    const answers = await Promise.all(
      callers.map(({ headers }) => gateway.request(improvable.request(headers))),
    );
    answers.forEach((found, at) => expect(found.body.toString()).toContain(`"_id":"${callers[at]!.who}"`));
  });

  test('without credentials nothing is added, also when the gateway has its own', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, { upstream: { account: { apiKey: 'Z2F0ZXdheQ==' } } });
    await gateway.request(improvable.request());
    await gateway.request(improvable.request(['Relevance-Pipeline: off']));
    expect(upstream.requests.map((request) => headerOf(request, 'authorization'))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a Kerberos ticket is used once, for the caller’s own bytes', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    const passed = await gateway.request(improvable.request(['Authorization: Negotiate YIIC']));
    expect(headerOf(passed, 'relevance-status')).toBe('bypass; reason=negotiate');
    expect(upstream.requests.map(({ body }) => body.toString())).toEqual([improvable.body]);
  });

  test('neither credentials nor words are in the log, whatever fails', async () => {
    const canary = 'c2VjcmV0Y2FuYXJ5';
    const upstream = await bench.fake((socket) => void socket.resetAndDestroy());
    const gateway = await bench.gateway(upstream);
    const body = `{"query":{"match":{"title":"红茶 ${canary}"}}}`;
    const secret = [
      `Authorization: ApiKey ${canary}`,
      `Cookie: ${canary}`,
      `Relevance-Context: user=${canary}`,
    ];
    await gateway.request(post('/shop/_search', body, secret));
    upstream.script = always(answer(400, '{"status":400}', PRODUCT));
    await gateway.request(post('/shop/_search', body, secret));
    upstream.script = always(answer(200, 'nonsense', PRODUCT));
    await gateway.request(post('/shop/_search', body, secret));
    expect(gateway.log.length).toBeGreaterThan(0);
    expect(gateway.log.join('\n')).not.toContain(canary);
  });
});

describe('the gateway’s own faults', () => {
  const withStage = (run: () => never | Promise<never>, onError: Stage['onError']) => ({
    config: { pipelines: { default: { stages: ['broken', 'lexical'] } } },
    stages: new Map([['broken', (): Stage => ({ name: 'broken', kind: 'query', onError, run })]]),
  });
  const broken = (): never => {
    throw new TypeError('a fault of ours');
  };

  test('a stage that may fail is named, and the search goes on', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, withStage(broken, 'skip'));
    const found = await gateway.request(improvable.request());
    expect(headerOf(found, 'relevance-status')).toMatch(/^applied; .*degraded="broken"/);
    expect(upstream.requests).toHaveLength(1);
  });

  test.each([
    ['throws', broken],
    ['rejects', () => Promise.reject(new TypeError('a fault of ours'))],
  ])('one that may not fail %s: the caller’s own bytes go up', async (_name, run) => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, withStage(run, 'fail'));
    const passed = await gateway.request(improvable.request());
    expect(passed.body).toEqual(FOUND.subarray(FOUND.indexOf('\r\n\r\n') + 4));
    expect(headerOf(passed, 'relevance-status')).toMatch(/^bypass; reason=/);
    expect(upstream.requests.map(({ body }) => body.toString())).toEqual([improvable.body]);
    expect(gateway.log.join('\n')).toContain('a fault of ours');
  });

  test('a reload during a search: it ends as it began, and the next one is of the new plan', async () => {
    let held: (() => void) | undefined;
    const upstream = await bench.fake((socket) => void (held = () => void socket.write(FOUND)));
    const gateway = await bench.gateway(upstream);
    const [first, second] = [await gateway.connect(), await gateway.connect()];
    first.send(improvable.request());
    await until(() => held !== undefined, 'the first is upstream');
    await gateway.reload({ pipelines: { default: { stages: ['lexical'] } } });
    held!();
    const before = versionOf(await first.answer());
    upstream.script = always(FOUND);
    const after = versionOf(await second.send(improvable.request()).answer());
    expect(after).not.toBe(before);
    expect(upstream.requests.map(({ body }) => body.toString() === improvable.body)).toEqual([false, true]);
  });

  test('a reload that fails leaves everything as it was', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    const before = versionOf(await gateway.request(improvable.request()));
    await expect(gateway.reload({ pipelines: { default: { stages: ['lexicl'] } } })).rejects.toThrow(
      'lexicl',
    );
    expect(versionOf(await gateway.request(improvable.request()))).toBe(before);
  });

  test('searches beyond the limits are answered with 429, other requests are served', async () => {
    const upstream = await bench.fake((socket, { target }) => {
      if (target !== '/shop/_search') socket.write(FOUND);
    });
    const gateway = await bench.gateway(upstream, {
      config: { server: { limits: { inFlight: 2, queue: 1 } } },
    });
    const clients = await Promise.all([1, 2, 3].map(() => gateway.connect()));
    for (const client of clients) client.send(improvable.request());
    await until(() => upstream.requests.length === 2, 'two are upstream');
    await sleep(30);
    const refused = await gateway.request(improvable.request());
    expect([refused.status, ownError(refused).type]).toEqual([429, 'relevance_overloaded']);
    expect((await gateway.request(get('/shop/_count'))).status).toBe(200);
    expect(upstream.requests.filter(({ target }) => target === '/shop/_search')).toHaveLength(2);
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import type { Stage } from '../../src/pipeline/stage.ts';
import { always, answer, type FakeUpstream, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, post, until, type Wire } from './harness.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const alice = 'Authorization: Basic YWxpY2U6eA==';
const bob = 'Authorization: Basic Ym9iOng=';
const CACHE = { server: { resultCache: { enabled: true, ttlMs: 60_000 } } };

async function started(upstream: FakeUpstream): Promise<Wire> {
  return bench.gateway(upstream, { config: CACHE });
}

describe('the result cache', () => {
  test('gives the same caller the same answer, and says so', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await started(upstream);
    const first = await gateway.request(improvable.request([alice]));
    expect(headerOf(first, 'relevance-status')).toMatch(/^applied; version="[^"]+"$/);
    const second = await gateway.request(improvable.request([alice]));
    expect(headerOf(second, 'relevance-status')).toMatch(/^applied; cache=hit; version="[^"]+"$/);
    expect(headerOf(second, 'server-timing')).toMatch(/^total;dur=[\d.]+$/);
    expect(second.body).toEqual(first.body);
    expect(headerOf(second, 'x-elastic-product')).toBe('Elasticsearch');
    expect(upstream.requests).toHaveLength(1);
    expect(await gateway.metrics()).toMatch(/^relevance_result_cache_total\{outcome="hit"[^}]*\} 1$/m);
  });

  test('is off unless it is switched on', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    for (let search = 0; search < 2; search += 1) await gateway.request(improvable.request([alice]));
    expect(upstream.requests).toHaveLength(2);
  });

  test('gives nobody what another caller was answered', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await started(upstream);
    for (const caller of [[alice], [bob], [], [alice, 'es-security-runas-user: bob']]) {
      const status = headerOf(await gateway.request(improvable.request(caller)), 'relevance-status');
      expect(status).toMatch(/^applied; version=/);
    }
    expect(upstream.requests).toHaveLength(4);
  });

  test('a credential that Elasticsearch turned away since is asked for again', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await started(upstream);
    await gateway.request(improvable.request([alice]));
    upstream.script = always(answer(401, '{"error":{"type":"security_exception"},"status":401}', PRODUCT));
    const other = post('/shop/_search', '{"query":{"match":{"title":"other"}}}', [alice]);
    expect((await gateway.request(other)).status).toBe(401);
    expect((await gateway.request(improvable.request([alice]))).status).toBe(401);
  });

  test.each([
    ['a shard failed', FOUND.toString().replace('"failed":0', '"failed":1')],
    ['the engine ran out of time', FOUND.toString().replace('"timed_out":false', '"timed_out":true ')],
    ['it is an error', answer(503, '{"error":{"type":"no_master"},"status":503}', PRODUCT).toString()],
  ])('keeps nothing where %s', async (_what, bytes) => {
    const upstream = await bench.fake(always(Buffer.from(bytes)));
    const gateway = await started(upstream);
    for (let search = 0; search < 2; search += 1) {
      const status = headerOf(await gateway.request(improvable.request([alice])), 'relevance-status');
      expect(status).not.toMatch(/cache=hit/);
    }
    expect(upstream.requests.length).toBeGreaterThanOrEqual(2);
  });

  test('keeps nothing where a stage was left out', async () => {
    const broken: Stage = {
      name: 'broken',
      kind: 'query',
      onError: 'skip',
      run: () => {
        throw new Error('broken');
      },
    };
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, {
      config: { ...CACHE, pipelines: { default: { stages: ['broken', 'lexical'] } } },
      stages: new Map([['broken', () => broken]]),
    });
    for (let search = 0; search < 2; search += 1) {
      const status = headerOf(await gateway.request(improvable.request([alice])), 'relevance-status');
      expect(status).toMatch(/^applied; degraded="broken"; version=/);
    }
    expect(upstream.requests).toHaveLength(2);
  });

  test('a reload begins anew', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await started(upstream);
    await gateway.request(improvable.request([alice]));
    await gateway.reload(CACHE);
    await gateway.request(improvable.request([alice]));
    expect(upstream.requests.filter(({ target }) => target.startsWith('/shop/'))).toHaveLength(2);
  });
});

describe('the same search at the same time', () => {
  test('is one request; whoever began it may go, and each gets back what they call theirs', async () => {
    const waiting: (() => void)[] = [];
    const echoing = answer(200, FOUND.toString().split('\r\n\r\n')[1]!, [...PRODUCT, 'X-Opaque-Id: first']);
    const upstream = await bench.fake((socket) => waiting.push(() => socket.write(echoing)));
    const gateway = await started(upstream);
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => gateway.connect()));
    first!.send(improvable.request([alice, 'X-Opaque-Id: first']));
    await until(() => waiting.length === 1, 'it is upstream');
    second!.send(improvable.request([alice, 'X-Opaque-Id: second']));
    third!.send(improvable.request([alice]));
    await until(() => gateway.open.size === 3, 'all are connected');
    await new Promise((done) => setTimeout(done, 50));
    first!.socket.destroy();
    await new Promise((done) => setTimeout(done, 50));
    expect(upstream.requests).toHaveLength(1);
    waiting[0]!();
    const [two, three] = [await second!.answer(), await third!.answer()];
    expect([two.status, three.status]).toEqual([200, 200]);
    expect([headerOf(two, 'x-opaque-id'), headerOf(three, 'x-opaque-id')]).toEqual(['second', undefined]);
    expect(headerOf(two, 'relevance-status')).toMatch(/^applied; version=/);
    expect(upstream.requests).toHaveLength(1);
  });

  test('is called off upstream when all have gone', async () => {
    let closed = false;
    const upstream = await bench.fake((socket) => void socket.once('close', () => (closed = true)));
    const gateway = await started(upstream);
    const clients = await Promise.all([gateway.connect(), gateway.connect()]);
    for (const client of clients) client.send(improvable.request([alice]));
    await until(() => upstream.requests.length === 1, 'it is upstream');
    await new Promise((done) => setTimeout(done, 50));
    for (const client of clients) client.socket.destroy();
    await until(() => closed, 'the engine is told');
  });
});

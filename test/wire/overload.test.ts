import { afterEach, describe, expect, test } from '@jest/globals';
import type { Stage } from '../../src/pipeline/stage.ts';
import { always, headerOf } from './fake-upstream.ts';
import { Bench, get, ownError, pause, until } from './harness.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const alice = 'Authorization: Basic YWxpY2U6eA==';
const bob = 'Authorization: Basic Ym9iOng=';

/** As a reranker: a stage that asks a model, with a window. */
const model: Stage = {
  name: 'model',
  kind: 'rank',
  onError: 'skip',
  asksModel: true,
  depth: 10,
  run: (candidates) => candidates,
};
const RANKED = { pipelines: { default: { stages: ['lexical', 'model'] } } };
const stages = new Map([['model', () => model]]);

describe('a gateway that has too much to do', () => {
  test('leaves out models when half of its places are taken, and says so', async () => {
    let hold = true;
    const waiting: (() => void)[] = [];
    const upstream = await bench.fake((socket) => {
      if (hold) waiting.push(() => socket.write(FOUND));
      else socket.write(FOUND);
    });
    const gateway = await bench.gateway(upstream, {
      config: { ...RANKED, server: { limits: { inFlight: 4 } } },
      stages,
    });
    hold = false;
    const calm = await gateway.request(improvable.request());
    expect(headerOf(calm, 'relevance-status')).toMatch(/^applied; version=/);
    // A window, then the page's hits.
    expect(upstream.requests).toHaveLength(2);
    hold = true;
    const others = await Promise.all([gateway.connect(), gateway.connect()]);
    for (const client of others) client.send(improvable.request());
    await until(() => waiting.length === 2, 'two are upstream');
    hold = false;
    const busy = await gateway.request(improvable.request());
    expect(headerOf(busy, 'relevance-status')).toMatch(
      /^applied; degraded="model"; reason=overload; version="[^"]+"$/,
    );
    expect(upstream.requests).toHaveLength(5);
    expect(await gateway.metrics()).toMatch(/^relevance_load_level\{[^}]*\} 1$/m);
    expect(gateway.searches.at(-1)?.degraded).toEqual(new Map([['model', 'overload']]));
  });

  test('leaves out nothing where it may not', async () => {
    const upstream = await bench.fake(always(FOUND));
    const overload = { atMost: 'calm' as const };
    const gateway = await bench.gateway(upstream, {
      config: { ...RANKED, server: { limits: { inFlight: 2 }, overload } },
      stages,
    });
    const clients = await Promise.all([1, 2, 3, 4].map(() => gateway.connect()));
    const answers = await Promise.all(clients.map((client) => client.send(improvable.request()).answer()));
    for (const answer of answers) expect(headerOf(answer, 'relevance-status')).toMatch(/^applied; version=/);
  });

  test('passes searches on as they are when others have waited for half of their time', async () => {
    const waiting: (() => void)[] = [];
    const upstream = await bench.fake((socket) => waiting.push(() => socket.write(FOUND)));
    const gateway = await bench.gateway(upstream, {
      config: { server: { limits: { inFlight: 1, queueMs: 1000 } } },
    });
    const [first, second, third] = await Promise.all([
      gateway.connect(),
      gateway.connect(),
      gateway.connect(),
    ]);
    first.send(improvable.request());
    await until(() => waiting.length === 1, 'the first is upstream');
    second.send(improvable.request());
    third.send(improvable.request());
    await pause(700);
    waiting.shift()!();
    await until(() => waiting.length === 1, 'the second is upstream');
    expect(upstream.requests.at(-1)?.body.toString()).toBe(improvable.body);
    waiting.shift()!();
    expect(headerOf(await second.answer(), 'relevance-status')).toBe('bypass; reason=overload');
    await until(() => waiting.length === 1, 'the third is upstream');
    waiting.shift()!();
    expect((await third.answer()).status).toBe(200);
  });

  test('answers what has waited too long with 429; what else comes by is served', async () => {
    const upstream = await bench.fake((socket, { target }) => {
      if (target !== '/shop/_search') socket.write(FOUND);
    });
    const gateway = await bench.gateway(upstream, {
      config: { server: { limits: { inFlight: 1, queueMs: 50 } } },
    });
    (await gateway.connect()).send(improvable.request());
    await until(() => upstream.requests.length === 1, 'one is upstream');
    const client = await gateway.connect();
    const late = await client.send(improvable.request()).answer();
    expect([late.status, ownError(late).type, headerOf(late, 'retry-after')]).toEqual([
      429,
      'relevance_overloaded',
      '1',
    ]);
    // The connection is good for more.
    expect((await client.send(get('/shop/_count')).answer()).status).toBe(200);
    expect(await gateway.metrics()).toMatch(/^relevance_refused_total\{reason="queue_late"[^}]*\} 1$/m);
    expect(upstream.requests.filter(({ target }) => target === '/shop/_search')).toHaveLength(1);
  });
});

describe('a caller who asks more than one may', () => {
  test('is told when to come again; others are served', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, {
      config: { server: { limits: { caller: { rate: { perSecond: 0.1, burst: 2 } } } } },
    });
    const client = await gateway.connect();
    const statuses: number[] = [];
    for (let search = 0; search < 3; search += 1) {
      const answer = await client.send(improvable.request([alice])).answer();
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(headerOf(answer, 'retry-after'))).toBeGreaterThanOrEqual(9);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect((await gateway.request(improvable.request([bob]))).status).toBe(200);
    // Without credentials the address is the caller.
    const anonymous = await Promise.all([1, 2, 3].map(() => gateway.request(improvable.request())));
    expect(anonymous.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await client.send(get('/shop/_count', [alice])).answer()).status).toBe(200);
  });

  test('cannot take all places', async () => {
    const upstream = await bench.fake((socket, request) => {
      if (headerOf(request, 'authorization') !== alice.slice('Authorization: '.length)) socket.write(FOUND);
    });
    const gateway = await bench.gateway(upstream, {
      config: { server: { limits: { caller: { inFlight: 2 } } } },
    });
    for (let search = 0; search < 2; search += 1) (await gateway.connect()).send(improvable.request([alice]));
    await until(() => upstream.requests.length === 2, 'two are upstream');
    expect((await gateway.request(improvable.request([alice]))).status).toBe(429);
    expect((await gateway.request(improvable.request([bob]))).status).toBe(200);
  });
});

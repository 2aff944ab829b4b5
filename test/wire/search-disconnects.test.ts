import { afterEach, describe, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Stage, StageContext } from '../../src/pipeline/stage.ts';
import { always, type FakeUpstream, type Script, type SeenRequest } from './fake-upstream.ts';
import { Bench, get, pause, until, type Wire } from './harness.ts';
import type { RawClient } from './raw-client.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const LEAVING = {
  'cuts the connection': (socket: Socket) => void socket.resetAndDestroy(),
  'closes it': (socket: Socket) => void socket.destroy(),
  'half-closes it': (socket: Socket) => void socket.end(),
} as const;
const HOW = Object.keys(LEAVING) as (keyof typeof LEAVING)[];
const LINES = '{}\n{"query":{"match":{"title":"苹果手机壳"}}}\n'.repeat(3);

/** A search that Elasticsearch thinks about for ever, as the gateway or as its caller wrote it. */
const SEARCHES: Record<string, Buffer> = {
  'a search': improvable.request(),
  'an _msearch': improvable.lines(LINES),
  'a search that is passed on': improvable.request(['Relevance-Pipeline: off']),
};

describe.each(Object.entries(SEARCHES))('the caller of %s', (_name, request) => {
  test.each(HOW)('%s in the head', async (how) => {
    const { upstream, gateway } = await start(() => undefined);
    const client = await gateway.connect();
    client.send(request.subarray(0, 40));
    await pause(20);
    LEAVING[how](client.socket);
    await gone(upstream, gateway, 0);
  });

  test.each(HOW)('%s in the body', async (how) => {
    const { upstream, gateway } = await start(() => undefined);
    const client = await gateway.connect();
    client.send(request.subarray(0, -10));
    await pause(20);
    LEAVING[how](client.socket);
    await gone(upstream, gateway, 0);
  });

  test.each(HOW)('%s while Elasticsearch thinks', async (how) => {
    const { upstream, gateway } = await start(() => undefined);
    const client = await gateway.connect();
    client.send(request);
    await until(() => upstream.requests.length === 1, 'it is upstream');
    LEAVING[how](client.socket);
    await gone(upstream, gateway, 1);
  });

  test.each(HOW)('%s while Elasticsearch answers', async (how) => {
    const { upstream, gateway } = await start((socket) => socket.write(FOUND.subarray(0, -20)));
    const client = await gateway.connect();
    client.send(request);
    await until(() => upstream.requests.length === 1, 'it is upstream');
    await pause(20);
    LEAVING[how](client.socket);
    await gone(upstream, gateway, 1);
  });

  test.each(HOW)('%s between two searches', async (how) => {
    const { upstream, gateway } = await start(always(FOUND));
    const client = await gateway.connect();
    await client.send(improvable.request()).answer();
    LEAVING[how](client.socket);
    await until(() => gateway.open.size === 0, 'nothing is left of the client');
    expect((await gateway.request(improvable.request())).status).toBe(200);
    expect(upstream.opened).toBe(1);
  });
});

describe('a caller who leaves', () => {
  test.each(HOW)(
    '%s while waiting for a turn: nothing goes up for them, and the next one has it',
    async (how) => {
      const { upstream, gateway } = await start(() => undefined, { inFlight: 1, queue: 2 });
      const clients = await connectAll(gateway, 3);
      const [running, waiting, next] = clients as [RawClient, RawClient, RawClient];
      running.send(improvable.request());
      await until(() => upstream.requests.length === 1, 'the first is upstream');
      waiting.send(improvable.request(['X-Opaque-Id: left']));
      await pause(20);
      next.send(improvable.request(['X-Opaque-Id: next']));
      await pause(20);
      LEAVING[how](waiting.socket);
      await until(() => gateway.open.size === 2, 'the one who waited is gone');
      upstream.script = always(FOUND);
      running.socket.destroy();
      expect((await next.answer()).status).toBe(200);
      expect(upstream.requests.map(opaqueId)).toEqual([undefined, 'next']);
    },
  );

  test('while a stage works: it is told, and nothing goes up', async () => {
    let seen: StageContext | undefined;
    const slow: Stage = {
      name: 'slow',
      kind: 'query',
      onError: 'skip',
      run: (query, context) => {
        seen = context;
        return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(query)));
      },
    };
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, {
      config: { pipelines: { default: { stages: ['slow', 'lexical'] } } },
      stages: new Map([['slow', () => slow]]),
    });
    const client = await gateway.connect();
    client.send(improvable.request());
    await until(() => seen !== undefined, 'the stage works');
    client.socket.destroy();
    await until(() => seen?.signal.aborted === true, 'it is told');
    await until(() => gateway.searches.length === 1, 'the search ended');
    expect(gateway.searches[0]).toMatchObject({ outcome: 'error', reason: 'client_gone' });
    expect(upstream.requests).toHaveLength(0);
  });

  test('while a long answer is sent: what is left of it is not kept', async () => {
    const hit = `{"_index":"shop","_id":"1","_score":1.0,"_source":{"pad":"${'x'.repeat(9_000_000)}"}}`;
    const body = `{"took":1,"hits":{"total":{"value":1,"relation":"eq"},"max_score":1.0,"hits":[${hit}]}}`;
    const upstream = await bench.fake((socket) =>
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      ),
    );
    const gateway = await bench.gateway(upstream, { upstream: { maxAnswerBytes: 2 ** 25 } });
    for (const how of HOW) {
      const client = await gateway.connect();
      client.send(improvable.request());
      await client.bytes(1000);
      client.socket.pause();
      LEAVING[how](client.socket);
      client.socket.destroy();
      await until(() => gateway.open.size === 0, `nothing is left: ${how}`);
    }
    upstream.script = always(FOUND);
    expect((await gateway.request(improvable.request())).status).toBe(200);
  });

  test('many, again and again: no connection, listener or place is left behind', async () => {
    const { upstream, gateway } = await start(() => undefined, { inFlight: 20, queue: 20 });
    const responses: ServerResponse[] = [];
    gateway.listener.server.on('request', (_request, response: ServerResponse) => responses.push(response));
    for (let round = 1; round <= 5; round += 1) {
      const clients = await connectAll(gateway, 40);
      for (const client of clients) client.send(improvable.request());
      await until(() => upstream.requests.length === 20 * round, 'as many as may are upstream');
      // Those who wait leave first, so that nobody takes a place that becomes free.
      for (const client of clients.slice(20)) client.socket.destroy();
      await until(() => gateway.open.size === 20, 'those who waited are gone');
      for (const client of clients) client.socket.destroy();
      await until(() => gateway.open.size === 0, 'all are gone');
    }
    await until(() => used(upstream) === 0, 'no connection upstream is used');
    await until(() => gateway.searches.length === 100, 'every search that began has ended');
    expect(gateway.searches.every(({ reason }) => reason === 'client_gone')).toBe(true);
    expect(responses.every((response) => response.destroyed)).toBe(true);
    upstream.script = always(FOUND);
    const clients = await connectAll(gateway, 20);
    const all = await Promise.all(clients.map((client) => client.send(improvable.request()).answer()));
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(await inFlight(gateway)).toBe(0);
  });
});

test('a connection with thousands of searches gathers no listeners', async () => {
  const { gateway } = await start(always(FOUND));
  const client = await gateway.connect();
  const counts: number[] = [];
  for (let round = 0; round < 300; round += 1) {
    await client.send(round % 3 === 0 ? get('/shop/_doc/1') : improvable.request()).answer();
    const [socket] = gateway.open;
    counts.push(socket!.eventNames().reduce((sum, name) => sum + socket!.listenerCount(name), 0));
  }
  expect(Math.max(...counts.slice(100))).toBeLessThanOrEqual(Math.max(...counts.slice(0, 10)));
  expect(gateway.log.join('\n')).not.toContain('MaxListeners');
});

async function start(
  script: Script,
  limits: { readonly inFlight?: number; readonly queue?: number } = {},
): Promise<{ readonly upstream: FakeUpstream; readonly gateway: Wire }> {
  const upstream = await bench.fake(script);
  const gateway = await bench.gateway(upstream, {
    config: { server: { limits } },
    upstream: { connections: 64 },
  });
  return { upstream, gateway };
}

/** So many requests went up, none of them lives on, and the gateway goes on. */
async function gone(upstream: FakeUpstream, gateway: Wire, requests: number): Promise<void> {
  await until(() => gateway.open.size === 0, 'nothing is left of the client');
  await until(() => used(upstream) === 0, 'the connection upstream is closed', 2000);
  expect(upstream.requests).toHaveLength(requests);
  expect(gateway.log.join('\n')).not.toMatch(/uncaught|unhandled|a request failed|fell back/i);
  upstream.script = always(FOUND);
  expect((await gateway.request(improvable.request())).status).toBe(200);
  expect(upstream.requests).toHaveLength(requests + 1);
  expect(await inFlight(gateway)).toBe(0);
}

/** Connections that brought a request of a caller and are open. */
function used(upstream: FakeUpstream): number {
  return upstream.callers.size;
}

async function inFlight(gateway: Wire): Promise<number> {
  const counted = /^relevance_requests_in_flight\{[^}]*\} (\d+)/m.exec(await gateway.metrics())?.[1];
  return Number(counted);
}

function opaqueId({ headers }: SeenRequest): string | undefined {
  return headers.find(([name]) => name === 'X-Opaque-Id')?.[1];
}

function connectAll(gateway: Wire, count: number): Promise<RawClient[]> {
  return Promise.all(Array.from({ length: count }, () => gateway.connect()));
}

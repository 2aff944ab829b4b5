import { afterEach, describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { always, answer, FakeUpstream, PRODUCT } from './fake-upstream.ts';
import { Bench, get, ownError, pause, post, until, type Wire } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const OK = answer(200, '{"took":1}', PRODUCT);
const BUSY = answer(503, '{"error":{"type":"cluster_block_exception"},"status":503}', PRODUCT);

describe('a node that does not listen', () => {
  test('another one takes reads and writes', async () => {
    const gone = await FakeUpstream.start(always(OK));
    const alive = await bench.fake(always(OK));
    const wire = await bench.wire([gone, alive]);
    await gone.stop();
    for (let round = 0; round < 6; round += 1) {
      expect((await wire.request(post('/a/_doc', '{}'))).status).toBe(200);
    }
    expect(alive.requests).toHaveLength(6);
  });

  test('with no other: 503 in Elasticsearch’s shape, at once', async () => {
    const gone = await FakeUpstream.start(always(OK));
    const wire = await bench.wire(gone);
    await gone.stop();
    const started = performance.now();
    const failed = await wire.request(get('/'));
    expect(failed.status).toBe(503);
    expect(ownError(failed).type).toBe('relevance_upstream_unavailable');
    expect(performance.now() - started).toBeLessThan(1000);
    expect(failed.body.toString()).not.toContain(String(gone.port));
  });

  test('under any name: of its addresses the one that answers is used', async () => {
    const upstream = await bench.fake(always(OK));
    const wire = await bench.wire(upstream, { nodes: [`http://localhost:${upstream.port}`] });
    expect((await wire.request(get('/'))).status).toBe(200);
  });
});

describe('a node that answers 503', () => {
  test('a read is asked of another one, once', async () => {
    const [busy, free] = [await bench.fake(always(BUSY)), await bench.fake(always(OK))];
    const wire = await bench.wire([busy, free], { upstream: { retryBudget: 1 } });
    for (const request of [
      get('/a/_search'),
      post('/a/_search', '{}'),
      get('/a', [], 'GET'),
      post('/_msearch', '{}\n{}\n'),
    ]) {
      expect((await wire.request(request)).status).toBe(200);
    }
    expect(free.requests).toHaveLength(4);
    expect(busy.requests.length).toBeGreaterThan(0);
    expect(busy.requests.length).toBeLessThanOrEqual(4);
    expect(busy.opened).toBe(1);
  });

  test('a write, a scroll and a PIT are not', async () => {
    const [first, second] = [await bench.fake(always(BUSY)), await bench.fake(always(BUSY))];
    const wire = await bench.wire([first, second], { upstream: { retryBudget: 1 } });
    const requests = [
      post('/a/_doc', '{}'),
      post('/a/_search?scroll=1m', '{}'),
      post('/a/_pit?keep_alive=1m', ''),
      post('/_bulk', '{}\n'),
    ];
    for (const request of requests) expect((await wire.request(request)).status).toBe(503);
    expect(first.requests.length + second.requests.length).toBe(requests.length);
  });

  test('when all do, their own answer is passed on after two attempts', async () => {
    const nodes = [
      await bench.fake(always(BUSY)),
      await bench.fake(always(BUSY)),
      await bench.fake(always(BUSY)),
    ];
    const wire = await bench.wire(nodes, { upstream: { retryBudget: 1 } });
    const passed = await wire.request(get('/a/_search'));
    expect([passed.status, passed.body.toString()]).toEqual([503, BUSY.toString().split('\r\n\r\n')[1]]);
    expect(nodes.flatMap(({ requests }) => requests)).toHaveLength(2);
  });

  test('a storm of them makes at most a fifth more requests upstream', async () => {
    const nodes = [await bench.fake(always(BUSY)), await bench.fake(always(BUSY))];
    const wire = await bench.wire(nodes);
    const client = await wire.connect();
    for (let round = 0; round < 200; round += 1) await client.send(get('/a/_search')).answer();
    const attempts = nodes.flatMap(({ requests }) => requests).length;
    expect(attempts).toBeGreaterThan(200);
    expect(attempts).toBeLessThanOrEqual(241);
  });
});

describe('connections that break', () => {
  const CUT = (socket: Socket): void => void socket.resetAndDestroy();

  test('before the answer: a read is sent once more, a write is 502', async () => {
    const upstream = await bench.fake(CUT);
    const wire = await bench.wire(upstream, { upstream: { retryBudget: 1 } });
    const failed = await wire.request(get('/a/_search'));
    expect([failed.status, ownError(failed).type]).toEqual([502, 'relevance_upstream_reset']);
    expect(upstream.requests).toHaveLength(2);
    expect((await wire.request(post('/a/_doc', '{}'))).status).toBe(502);
    expect(upstream.requests).toHaveLength(3);
  });

  test('in the middle of the answer: the client is cut as well, and nothing is sent again', async () => {
    const upstream = await bench.fake((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"hits"', () => socket.resetAndDestroy());
    });
    const wire = await bench.wire(upstream, { upstream: { retryBudget: 1 } });
    const client = await wire.connect();
    await expect(client.send(get('/a/_search')).answer()).rejects.toThrow('connection ended');
    expect(upstream.requests).toHaveLength(1);
  });

  test('while idle: the next request, a write too, goes over a new one', async () => {
    const upstream = await bench.fake((socket) => {
      socket.write(OK);
      setTimeout(() => socket.end(), 20);
    });
    const wire = await bench.wire(upstream);
    for (let round = 0; round < 4; round += 1) {
      expect((await wire.request(post('/a/_doc', '{}'))).status).toBe(200);
      await pause(60);
    }
    expect(upstream.opened).toBe(4);
  });

  test('without a word: after the caller gave up, the next request goes over a new one', async () => {
    const upstream = await bench.fake((socket, { target }) => {
      if (target !== '/lost') socket.write(OK);
    });
    const wire = await bench.wire(upstream);
    expect((await wire.request(get('/'))).status).toBe(200);
    const client = await wire.connect();
    client.send(get('/lost'));
    await until(() => upstream.requests.length === 2, 'the lost one is sent');
    client.socket.destroy();
    expect((await wire.request(get('/'))).status).toBe(200);
    expect(upstream.opened).toBe(2);
  });
});

describe('nodes that come and go', () => {
  test('one of three is killed and restarted under load: no read fails, and it gets requests again', async () => {
    const nodes = [
      await bench.fake(always(OK)),
      await bench.fake(always(OK)),
      await FakeUpstream.start(always(OK)),
    ];
    const killed = nodes[2]!;
    const wire = await bench.wire(nodes);
    const load = startLoad(wire);
    await pause(200);
    await killed.stop();
    await pause(400);
    const back = await bench.fake(always(OK), { port: killed.port });
    await until(() => back.requests.length > 5, 'the restarted node is used again');
    const { sent, failed } = await load.stop();
    expect(sent).toBeGreaterThan(100);
    expect(failed).toEqual([]);
  });

  test('all are down, then up: 503 at once meanwhile, then 200 without a restart', async () => {
    const nodes = [await FakeUpstream.start(always(OK)), await FakeUpstream.start(always(OK))];
    const wire = await bench.wire(nodes);
    expect((await wire.request(get('/'))).status).toBe(200);
    for (const node of nodes) await node.stop();
    for (let round = 0; round < 10; round += 1) {
      const started = performance.now();
      expect((await wire.request(get('/'))).status).toBe(503);
      expect(performance.now() - started).toBeLessThan(500);
    }
    await bench.fake(always(OK), { port: nodes[0]!.port });
    await pause(250);
    const statuses: number[] = [];
    for (let round = 0; round < 5; round += 1) statuses.push((await wire.request(get('/'))).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });
});

test('a clock that jumps changes nothing: nodes rest, and come back, by time that only goes on', async () => {
  const upstream = await FakeUpstream.start(always(OK));
  const wire = await bench.wire(upstream);
  const real = Date.now.bind(Date);
  try {
    for (const jump of [86_400_000, -86_400_000]) {
      expect((await wire.request(get('/'))).status).toBe(200);
      Date.now = () => real() + jump;
      expect((await wire.request(get('/'))).status).toBe(200);
    }
    await upstream.stop();
    for (let round = 0; round < 4; round += 1) expect((await wire.request(get('/'))).status).toBe(503);
    Date.now = real;
    await bench.fake(always(OK), { port: upstream.port });
    await pause(250);
    expect((await wire.request(get('/'))).status).toBe(200);
  } finally {
    Date.now = real;
  }
});

test('Elasticsearch that thinks longer than any timeout of the gateway still answers', async () => {
  const upstream = await bench.fake((socket) => setTimeout(() => socket.write(OK), 1500));
  const wire = await bench.wire(upstream, { upstream: { connectTimeoutMs: 200 } });
  expect((await wire.request(post('/_reindex?wait_for_completion=true', '{}'))).status).toBe(200);
});

/** Reads without a pause on a few connections until it is stopped. */
function startLoad(wire: Wire): { stop(): Promise<{ sent: number; failed: string[] }> } {
  let running = true;
  let sent = 0;
  const failed: string[] = [];
  const one = async (): Promise<void> => {
    const client = await wire.connect();
    while (running) {
      sent += 1;
      const status = await client
        .send(get('/a/_search'))
        .answer()
        .then((got) => got.status, String);
      if (status !== 200) failed.push(String(status));
      await pause(2);
    }
    client.socket.destroy();
  };
  const all = Promise.all([one(), one(), one()]);
  return {
    stop: async () => {
      running = false;
      await all;
      return { sent, failed };
    },
  };
}

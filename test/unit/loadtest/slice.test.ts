import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { figuresOf } from '../../../loadtest/figures.ts';
import { Gun } from '../../../loadtest/generator/gun.ts';
import { runSlice, type SliceOptions } from '../../../loadtest/generator/slice.ts';

const SHOT = {
  method: 'POST',
  path: '/x/_search',
  headers: { a: 'b' },
  body: '{"query":1}',
  weight: 1,
} as const;
/** More than are due while this machine is busy with something else; fewer than a silent server makes wait. */
const WAITING = 100;
let server: Server | undefined;
let gun: Gun | undefined;
afterEach(async () => {
  await gun?.close();
  server?.closeAllConnections();
  await new Promise((done) => (server === undefined ? done(undefined) : server.close(done)));
});

async function shoot(listener: RequestListener, slice: Partial<SliceOptions> = {}, connections = 4) {
  server = createServer(listener);
  await new Promise<void>((done) => void server!.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gun = new Gun({ origin, connections, timeoutMs: 400, waiting: WAITING });
  const options = { share: { at: 0, of: 1 }, ratePerSecond: 100, seconds: 0.3, drainMs: 1000, ...slice };
  return figuresOf(await runSlice(gun, () => SHOT, options), options.seconds);
}

test('sends what is due, whole, and counts what the gateway said', async () => {
  const bodies = new Set<string>();
  const { counts, statuses, stages } = await shoot((incoming, outgoing) => {
    incoming.on('data', (chunk: Buffer) =>
      bodies.add(`${incoming.method} ${incoming.url} ${String(incoming.headers['a'])} ${chunk.toString()}`),
    );
    incoming.on('end', () => {
      outgoing.setHeader('Relevance-Status', 'applied; degraded="knn"; version="1"');
      outgoing.setHeader('Server-Timing', 'lexical;dur=2.00, total;dur=3.00').end('{}');
    });
  });
  expect(counts).toMatchObject({ due: 30, good: 30, failed: 0, looked: 30, degraded: 30, bytes: 60 });
  expect([...bodies]).toEqual(['POST /x/_search b {"query":1}']);
  expect(statuses).toEqual({ 'applied, degraded': 30 });
  expect(stages['lexical']).toMatchObject({ count: 30, max: 2 });
});

test('a server that stalls is charged with all who were due meanwhile', async () => {
  let asked = 0;
  const { latency, service, counts } = await shoot(
    (_incoming, outgoing) => {
      asked += 1;
      if (asked === 1) setTimeout(() => outgoing.end(), 200);
      else outgoing.end();
    },
    {},
    1,
  );
  expect(counts).toMatchObject({ due: 30, good: 30 });
  // One connection: what was due in these 200 ms waited for it; a closed loop would have seen one slow request.
  expect(latency.p50).toBeGreaterThan(40);
  expect(service.p50).toBeLessThan(latency.p50);
});

test('no answer, a reset and a queue that is full are failures, and the slice ends', async () => {
  const silent = await shoot(() => undefined, { ratePerSecond: 600, drainMs: 600 }, 2);
  expect(silent.counts).toMatchObject({ due: 180, good: 0, failed: 180 });
  expect(silent.counts.dropped).toBeGreaterThan(0);
  expect(Object.keys(silent.endings)).toContain('UND_ERR_HEADERS_TIMEOUT');
});

test('a reset is told by its code', async () => {
  const { endings, errors } = await shoot((incoming) => void incoming.socket.resetAndDestroy());
  expect(errors).toBe(1);
  expect(Object.keys(endings).every((ending) => /^(ECONNRESET|UND_ERR_SOCKET)$/.test(ending))).toBe(true);
});

test('as fast as answers come: each connection is always busy, no more than there are', async () => {
  let [open, most] = [0, 0];
  const { counts } = await shoot(
    (incoming, outgoing) => {
      open += 1;
      most = Math.max(most, open);
      incoming.resume().on('end', () =>
        setTimeout(() => {
          open -= 1;
          outgoing.end();
        }, 5),
      );
    },
    { ratePerSecond: null },
  );
  expect(most).toBe(4);
  expect(counts.good).toBeGreaterThan(20);
  expect(counts.good).toBe(counts.due);
});

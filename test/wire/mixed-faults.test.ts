import { afterEach, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { randomNumbers } from '../../src/evaluation/random.ts';
import { answer, PRODUCT, type Script } from './fake-upstream.ts';
import { Bench, get, pause, post, until, type Wire } from './harness.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const CLIENTS = 16;
const ROUNDS = 30;

type Deed = (socket: Socket) => void;
const UPSTREAM: readonly Deed[] = [
  (socket) => void socket.write(FOUND),
  (socket) => void socket.write(FOUND),
  (socket) => void setTimeout(() => socket.write(FOUND), 5),
  (socket) => void socket.resetAndDestroy(),
  (socket) => void socket.end(),
  (socket) => void socket.end(FOUND.subarray(0, 200)),
  (socket) => void socket.write(answer(503, '{"status":503}', PRODUCT)),
  (socket) => void socket.write(answer(400, '{"status":400}', PRODUCT)),
  (socket) => void socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
  (socket) => void socket.end('nonsense\r\n\r\n'),
  (socket) => void socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'),
];
const REQUESTS: readonly (Buffer | string)[] = [
  improvable.request(),
  improvable.request(['Relevance-Pipeline: off']),
  improvable.lines('{}\n{"query":{"match":{"title":"红茶"}}}\n'),
  get('/shop/_doc/1'),
  get('/shop', [], 'HEAD'),
  post('/_bulk', '{"index":{}}\n{"a":1}\n'.repeat(2000)),
  'BAD\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
];

test.each([1, 2, 3])(
  'whatever both sides do (%d): no error that nobody caught, nothing left behind',
  async (seed) => {
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', onUncaught).on('unhandledRejection', onUncaught);
    try {
      const random = randomNumbers(seed);
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
      const misbehave: Script = (socket) => pick(UPSTREAM)(socket);
      const nodes = [await bench.fake(misbehave), await bench.fake(misbehave)];
      const gateway = await bench.gateway(nodes);
      await Promise.all(
        Array.from({ length: CLIENTS }, async () => {
          for (let round = 0; round < ROUNDS; round += 1) await misuse(gateway, pick(REQUESTS), random);
        }),
      );
      await until(() => gateway.open.size === 0, 'no client connection is left');
      for (const node of nodes) node.script = (socket) => void socket.write(FOUND);
      // Nodes that broke too often rest for a moment.
      await pause(400);
      for (let round = 0; round < 10; round += 1) {
        expect((await gateway.request(improvable.request())).status).toBe(200);
      }
      await until(
        () => nodes.every(({ callers }) => callers.size <= 16),
        'no more connections than are pooled',
      );
      expect(/^relevance_requests_in_flight\{[^}]*\} 0$/m.test(await gateway.metrics())).toBe(true);
      expect(uncaught).toEqual([]);
    } finally {
      process.off('uncaughtException', onUncaught).off('unhandledRejection', onUncaught);
    }
  },
  60_000,
);

/** Sends a request, or part of it, and leaves after a while, one way or another. */
async function misuse(gateway: Wire, request: Buffer | string, random: () => number): Promise<void> {
  const client = await gateway.connect();
  const bytes = Buffer.from(request);
  client.send(random() < 0.2 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes);
  await pause(random() * 15);
  if (random() < 0.3) client.socket.resetAndDestroy();
  else if (random() < 0.5) client.socket.end();
  else client.socket.destroy();
  await pause(1);
  client.socket.destroy();
}

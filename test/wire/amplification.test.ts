import { afterEach, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { headerOf } from './fake-upstream.ts';
import { Bench, ownError, pause, until } from './harness.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const PLACES = 6;
const QUEUE = 12;
const CALLERS = 60;
/** Leg 1, the leg of all fields, the page's hits; and the caller's own bytes where something failed. */
const MOST_EACH = 4;

test('searches that take several requests each: the engine never has more than were allowed, the rest is refused', async () => {
  let most = 0;
  const busy = new Set<Socket>();
  const seen = new WeakSet<Socket>();
  let hold = false;
  const held: (() => void)[] = [];
  const upstream = await bench.fake((socket) => {
    busy.add(socket);
    most = Math.max(most, busy.size);
    // A leg that is given up is cut.
    if (!seen.has(socket)) socket.once('close', () => busy.delete(socket));
    seen.add(socket);
    const reply = (): void => {
      busy.delete(socket);
      socket.write(FOUND);
    };
    if (hold) held.push(reply);
    else setTimeout(reply, 2);
  });
  const gateway = await bench.gateway(upstream, {
    config: {
      pipelines: {
        default: { stages: ['normalise', 'segment', 'lexical', { fields: { fields: ['title'] } }, 'fuse'] },
      },
      server: { limits: { inFlight: PLACES, queue: QUEUE }, overload: { eventLoopMs: 10_000 } },
    },
    upstream: { inFlight: PLACES, queue: QUEUE },
  });
  // Other legs start with leg 1 only for callers whom the engine accepted.
  expect(headerOf(await gateway.request(improvable.request()), 'relevance-status')).toMatch(/^applied/);
  expect(upstream.requests.length).toBeGreaterThan(2);
  const before = upstream.requests.length;

  hold = true;
  let refusals = 0;
  const clients = await Promise.all(Array.from({ length: CALLERS }, () => gateway.connect()));
  const coming = clients.map(async (client) => {
    const answer = await client.send(improvable.request()).answer();
    if (answer.status === 429) refusals += 1;
    return answer;
  });
  await until(
    () => refusals === CALLERS - PLACES - QUEUE,
    'all but those with places and in the queue are refused',
  );
  hold = false;
  for (const reply of held.splice(0)) reply();
  const answers = await Promise.all(coming);

  const answered = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 429);
  expect(answered.length + refused.length).toBe(CALLERS);
  expect(answered.length).toBeGreaterThanOrEqual(PLACES);
  for (const answer of refused) {
    expect(ownError(answer).type).toBe('relevance_overloaded');
    expect(Number(headerOf(answer, 'retry-after'))).toBeGreaterThan(0);
  }
  // Legs share the engine's places; a search that is passed on as it came takes its own place only.
  expect(most).toBeLessThanOrEqual(2 * PLACES);
  expect(upstream.requests.length - before).toBeLessThanOrEqual(answered.length * MOST_EACH);

  // Afterwards nothing is left out any more: level by level, each after a moment of calm.
  const end = performance.now() + 15_000;
  let status: string | undefined;
  while (status?.startsWith('applied; version=') !== true && performance.now() < end) {
    await pause(50);
    status = headerOf(await gateway.request(improvable.request()), 'relevance-status');
  }
  expect(status).toMatch(/^applied; version=/);
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { type FakeNode, OK, startFakeNode } from './fake-node.ts';
import { exchangeRaw, type Harness, startHarness } from './harness.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const PUT = 'PUT /a/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}';
const ejection = { failures: 2, baseMs: 100, maxMs: 400 };

let nodes: FakeNode[] = [];
let gateway: Harness;

async function start(count: number): Promise<void> {
  nodes = await Promise.all(Array.from({ length: count }, () => startFakeNode()));
  gateway = await startHarness(
    nodes.map(({ url }) => url),
    { ejection },
  );
}

afterEach(async () => {
  await gateway.close();
  await Promise.all(nodes.map((node) => node.close()));
});

const statusOf = async (request: string): Promise<number> =>
  Number((await exchangeRaw(gateway.port, request)).slice(9, 12));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('several nodes', () => {
  test('take turns', async () => {
    await start(3);
    for (let count = 0; count < 9; count += 1) await statusOf(GET);
    expect(nodes.map(({ requests }) => requests.length)).toEqual([3, 3, 3]);
  });

  test('one that refuses connections costs nobody an answer, not even a write', async () => {
    await start(2);
    await nodes[0]?.close();
    for (let count = 0; count < 10; count += 1) expect(await statusOf(PUT)).toBe(200);
    expect(nodes[1]?.requests).toHaveLength(10);
    expect(gateway.nodes.nodes[0]?.ejected).toBe(true);
    expect(gateway.counts.ejected).toBe(1);
    expect(gateway.counts.retried).toBeGreaterThanOrEqual(2);
  });

  test('one that came back gets requests again after a probe', async () => {
    await start(2);
    const [first] = nodes;
    await first?.close();
    for (let count = 0; count < 6; count += 1) await statusOf(GET);
    nodes[0] = await startFakeNode(first!.port);
    await pause(450);
    for (let count = 0; count < 10; count += 1) expect(await statusOf(GET)).toBe(200);
    expect(nodes[0].requests).toHaveLength(5);
    expect(gateway.nodes.nodes[0]?.ejected).toBe(false);
  });

  test('all down: 503 at once, and recovery without a restart', async () => {
    await start(2);
    const ports = nodes.map(({ port }) => port);
    await Promise.all(nodes.map((node) => node.close()));
    for (let count = 0; count < 5; count += 1) {
      const began = Date.now();
      const answer = await exchangeRaw(gateway.port, GET);
      expect(Date.now() - began).toBeLessThan(200);
      expect(answer).toMatch(/^HTTP\/1.1 503 Service Unavailable\r\ncontent-type: application\/json\r\n/);
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({
        status: 503,
        error: { type: 'relevance_upstream_unavailable' },
      });
    }
    nodes = await Promise.all(ports.map((port) => startFakeNode(port)));
    await pause(150);
    for (let count = 0; count < 5; count += 1) expect(await statusOf(GET)).toBe(200);
  });

  test('one that resets is left alone while others answer, but used when it is the only one', async () => {
    await start(2);
    nodes[0]?.behave(({ socket }) => socket.resetAndDestroy());
    for (let count = 0; count < 20; count += 1) await statusOf(PUT);
    expect(nodes[0]?.requests.length).toBeLessThan(5);
    await nodes[1]?.close();
    await pause(50);
    nodes[0]?.behave(OK);
    expect(await statusOf(PUT)).toBe(200);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Fault, FaultProxy } from '../../../loadtest/targets/fault-proxy.ts';

const BODY = JSON.stringify({ hits: 'x'.repeat(2000) });
let engine: Server;
let proxy: FaultProxy;
beforeEach(async () => {
  engine = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      outgoing
        .setHeader('x-seen', `${incoming.method} ${incoming.url} ${Buffer.concat(chunks).toString()}`)
        .end(BODY);
    });
  });
  await new Promise<void>((done) => void engine.listen(0, '127.0.0.1', done));
  proxy = await FaultProxy.start(`http://127.0.0.1:${(engine.address() as AddressInfo).port}`, 1);
});
afterEach(async () => {
  await proxy.stop();
  engine.closeAllConnections();
  engine.close();
});

async function ask(faults: readonly Fault[], body = '{"a":1}', agent = 'app'): Promise<Response> {
  proxy.misbehave(faults);
  return fetch(`${proxy.url}/x/_search?q=1`, { method: 'POST', body, headers: { 'user-agent': agent } });
}

test('passes request and answer on', async () => {
  const answer = await ask([]);
  expect(answer.headers.get('x-seen')).toBe('POST /x/_search?q=1 {"a":1}');
  expect(await answer.text()).toBe(BODY);
});

test('503 in Elasticsearch’s shape', async () => {
  expect((await ask([{ kind: 'unavailable', share: 1 }])).status).toBe(503);
});

test('a reset, and half of an answer, are errors of the connection', async () => {
  await expect(ask([{ kind: 'reset', share: 1 }])).rejects.toThrow();
  await expect(ask([{ kind: 'truncate', share: 1 }]).then((answer) => answer.text())).rejects.toThrow();
});

test('a delay is at least what was said', async () => {
  const started = performance.now();
  expect((await ask([{ kind: 'delay', share: 1, ms: [80, 80] }])).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThanOrEqual(75);
});

test('only requests that hold the text meet the fault, and the gateway’s own questions never', async () => {
  const faults: readonly Fault[] = [{ kind: 'unavailable', share: 1, bodyHas: '"knn"' }];
  expect((await ask(faults, '{"knn":{}}')).status).toBe(503);
  expect((await ask(faults, '{"query":{}}')).status).toBe(200);
  expect((await ask(faults, '{"knn":{}}', 'elasticsearch-js/8 (linux)')).status).toBe(200);
});

test('a share of the requests meets it', async () => {
  let met = 0;
  for (let number = 0; number < 100; number += 1) {
    if ((await ask([{ kind: 'unavailable', share: 0.3 }])).status === 503) met += 1;
  }
  expect(met).toBeGreaterThan(15);
  expect(met).toBeLessThan(45);
});

import { afterEach, expect, test } from '@jest/globals';
import { always, answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get } from './harness.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const ALLOWED = { config: { debug: { allow: true } } };
const ASKED = ['Relevance-Debug: explain'];
const ID = /^[0-9a-f-]{36}$/;

test('each improved item of an _msearch has a tree of its own, in order', async () => {
  const item = `${FOUND.toString().split('\r\n\r\n')[1]!.slice(0, -1)},"status":200}`;
  const upstream = await bench.fake(
    always(answer(200, `{"took":1,"responses":[${item},${item},${item}]}`, PRODUCT)),
  );
  const gateway = await bench.gateway(upstream, ALLOWED);
  const sorted = '{"query":{"match":{"title":"苹果手机壳"}},"sort":"price"}';
  const lines = `{}\n${improvable.body}\n{}\n${sorted}\n{}\n${improvable.body}\n`;
  const head = get(
    '/shop/_msearch',
    ['Content-Type: application/x-ndjson', `Content-Length: ${Buffer.byteLength(lines)}`, ...ASKED],
    'POST',
  );
  const found = await gateway.request(Buffer.concat([Buffer.from(head), Buffer.from(lines)]));
  expect(headerOf(found, 'relevance-status')).toMatch(/^applied.*, bypass.*, applied/);
  const [first = '', second, third = '', ...more] = (headerOf(found, 'relevance-trace') ?? '').split(', ');
  expect([first, second, third, more]).toEqual([
    expect.stringMatching(ID),
    '-',
    expect.stringMatching(ID),
    [],
  ]);
  expect(first).not.toBe(third);
});

test('nobody is told of a tree who may not have one, or did not ask', async () => {
  const upstream = await bench.fake(always(FOUND));
  const forbidding = await bench.gateway(upstream);
  expect(headerOf(await forbidding.request(improvable.request(ASKED)), 'relevance-trace')).toBeUndefined();
  const allowing = await bench.gateway(upstream, ALLOWED);
  expect(headerOf(await allowing.request(improvable.request()), 'relevance-trace')).toBeUndefined();
  expect(headerOf(await allowing.request(improvable.request(ASKED)), 'relevance-trace')).toMatch(ID);
});

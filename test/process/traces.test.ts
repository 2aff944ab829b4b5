import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FIXTURE_MODELS } from '../support/models.ts';
import { type OtlpReceiver, receiveGrpc, receiveHttp, type ReceivedSpan } from '../support/otlp-receiver.ts';
import { describeWithServers } from '../support/servers.ts';
import { ask, type Gateway, type GatewayOptions, startGateway, until } from './gateway.ts';

jest.setTimeout(120_000);

const SPY = fileURLToPath(new URL('../fixtures/async-hooks-spy.cjs', import.meta.url));
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const HEADERS = { traceparent: `00-${TRACE}-${CALLER}-01`, authorization: 'Basic c4nary' };

let cwd: string;
let gateway: Gateway | undefined;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-traces-'));
  const models = `{ rerank: [${FIXTURE_MODELS}/cross-encoder-foreign], encoders: [] }`;
  const stages = '[normalise, segment, lexical, { rerank: { depth: 10 } }]';
  const pipelines = `{ default: { stages: ${stages}, deadlinesMs: { rerank: 5000 } } }`;
  writeFileSync(join(cwd, 'relevance.yaml'), `models: ${models}\npipelines: ${pipelines}\n`);
});
afterEach(async () => {
  gateway?.process.kill('SIGTERM');
  await gateway?.exited;
  gateway = undefined;
  rmSync(cwd, { recursive: true, force: true });
});

async function start(url: string, env: GatewayOptions['env'] = {}): Promise<Gateway> {
  gateway = await startGateway({
    cwd,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_SCHEDULE_DELAY: '100', ...env },
  });
  return gateway;
}

/** Models take a while to load. */
async function untilRanked(dataUrl: string): Promise<void> {
  const isRanked = async (): Promise<boolean> => {
    const { headers } = await ask(`${dataUrl}/products/_search?q=usb`);
    return !String(headers['relevance-status']).includes('degraded');
  };
  await until(isRanked, 60_000);
}

/** The caller's trace, once the request's own span has come and those named. */
async function traceOf({ spans }: OtlpReceiver, names: readonly string[]): Promise<readonly ReceivedSpan[]> {
  const ours = () => spans.filter(({ traceId }) => traceId === TRACE);
  const isThere = (name: string) => ours().some((span) => span.name === name);
  await until(() => ours().some(({ kind }) => kind === 2) && names.every(isThere), 15_000);
  return ours();
}

/** The one span of this name. */
function one(trace: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const [span, ...others] = trace.filter((each) => each.name === name);
  expect(others).toEqual([]);
  expect(span).toBeDefined();
  return span!;
}

function expectBatches(trace: readonly ReceivedSpan[]): void {
  const rerank = one(trace, 'stage rerank');
  expect(rerank.parentSpanId).toBe(trace.find(({ kind }) => kind === 2)!.spanId);
  const batches = trace.filter(({ name }) => name === 'model batch');
  for (const batch of batches) {
    expect(batch.parentSpanId).toBe(rerank.spanId);
    expect(batch.links).toContainEqual({ traceId: TRACE, spanId: rerank.spanId });
    expect(batch.attributes).toMatchObject({ 'relevance.model': 'cross-encoder-foreign' });
  }
}

function expectWhole(trace: readonly ReceivedSpan[]): ReceivedSpan {
  const server = trace.find(({ kind }) => kind === 2)!;
  expect(server.parentSpanId).toBe(CALLER);
  expect(server.attributes).toMatchObject({
    'relevance.outcome': 'applied',
    'relevance.pipeline': expect.any(String),
    'relevance.version': expect.stringMatching(/./),
    'relevance.candidates': expect.any(Number),
  });
  for (const stage of ['normalise', 'segment', 'lexical']) {
    expect(one(trace, `stage ${stage}`).parentSpanId).toBe(server.spanId);
  }
  const lexical = one(trace, 'stage lexical');
  const leg = trace.find(({ parentSpanId, kind }) => parentSpanId === lexical.spanId && kind === 3);
  expect(leg?.attributes).toMatchObject({
    'db.system.name': 'elasticsearch',
    'db.operation.name': 'search',
    'db.operation.parameter.index': expect.any(String),
    'db.response.status_code': '200',
  });
  // Nobody's parent is missing, but for the caller's own.
  const ids = new Set([CALLER, ...trace.map(({ spanId }) => spanId)]);
  for (const span of trace) expect(ids).toContain(span.parentSpanId);
  expect(JSON.stringify(trace)).not.toContain('c4nary');
  return leg!;
}

describe.each([
  ['http/protobuf', receiveHttp],
  ['grpc', receiveGrpc],
])('a search, sent by %s', (protocol, receive) => {
  test('is one trace with stages, leg and model batch, joined to the caller’s, without their words', async () => {
    const receiver = await receive();
    try {
      const { dataUrl } = await start(receiver.url, { OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
      await untilRanked(dataUrl);
      const path = `/products/_search?q=${encodeURIComponent('usb c4nary')}`;
      expect((await ask(`${dataUrl}${path}`, 'GET', undefined, HEADERS)).status).toBe(200);
      const trace = await traceOf(receiver, ['model batch']);
      expectWhole(trace);
      expectBatches(trace);
    } finally {
      receiver.close();
    }
  });
});

test('with telemetry.queryText spans hold what is searched for, and what the engine is asked', async () => {
  const receiver = await receiveHttp();
  try {
    appendFileSync(join(cwd, 'relevance.yaml'), 'telemetry: { queryText: true }\n');
    const { dataUrl } = await start(receiver.url, { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' });
    const path = `/products/_search?q=${encodeURIComponent('usb c4nary')}`;
    await ask(`${dataUrl}${path}`, 'GET', undefined, { traceparent: HEADERS.traceparent });
    const trace = await traceOf(receiver, ['stage lexical']);
    const server = trace.find(({ kind }) => kind === 2)!;
    expect(server).toMatchObject({
      name: 'GET /{index}/_search',
      attributes: { 'http.route': '/{index}/_search', 'relevance.query': 'usb c4nary' },
    });
    const texts = trace.flatMap(({ attributes }) => attributes['db.query.text'] ?? []);
    expect(texts).toContainEqual(expect.stringContaining('c4nary'));
  } finally {
    receiver.close();
  }
});

test('a caller that is not sampled is not traced', async () => {
  const receiver = await receiveHttp();
  try {
    const { dataUrl } = await start(receiver.url, { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' });
    const search = (flags: string) =>
      ask(`${dataUrl}/products/_search?q=usb`, 'GET', undefined, {
        traceparent: `00-${TRACE}-${CALLER}-${flags}`,
      });
    await search('00');
    expect(receiver.spans.filter(({ traceId }) => traceId === TRACE)).toEqual([]);
    await search('01');
    const trace = await traceOf(receiver, []);
    expect(trace.filter(({ kind }) => kind === 2)).toHaveLength(1);
  } finally {
    receiver.close();
  }
});

test('no context follows what is awaited: until Node 24 that makes every promise of the process dearer', async () => {
  const receiver = await receiveHttp();
  const seen = join(cwd, 'async-hooks');
  try {
    const { dataUrl } = await start(receiver.url, {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      NODE_OPTIONS: `--require ${SPY}`,
      ASYNC_HOOKS_SPY: seen,
    });
    for (const path of [
      '/products/_search?q=usb',
      '/products/_doc/none',
      '/_relevance/products/suggest?q=u',
    ]) {
      await ask(`${dataUrl}${path}`, 'GET', undefined, HEADERS);
    }
    const servers = (trace: readonly ReceivedSpan[]) => trace.filter(({ kind }) => kind === 2);
    await until(async () => servers(await traceOf(receiver, ['stage lexical'])).length === 3, 15_000);
    const lines = readFileSync(seen, 'utf8').trim().split('\n');
    expect(new Set(lines)).toEqual(new Set(['watched']));
  } finally {
    receiver.close();
  }
});

test('a collector that never answers costs no search, and no more memory than its queue', async () => {
  const silent = createServer((socket) => void socket.on('error', () => undefined).resume());
  await new Promise<void>((done) => void silent.listen(0, '127.0.0.1', done));
  try {
    const { port } = silent.address() as AddressInfo;
    const { dataUrl, adminUrl } = await start(`http://127.0.0.1:${port}`, {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_BSP_MAX_QUEUE_SIZE: '512',
    });
    const residentMiB = async (): Promise<number> => {
      const { text } = await ask(`${adminUrl}/metrics`);
      return Number(/^relevance_resident_memory_bytes\{worker="1"\} (\S+)/m.exec(text)?.[1]) / 2 ** 20;
    };
    const searches = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        expect((await ask(`${dataUrl}/products/_search?q=usb`)).status).toBe(200);
      }
    };
    await searches(300);
    const before = await residentMiB();
    await searches(600);
    // 600 searches are some 6 000 spans, of which 512 may wait.
    expect(await residentMiB()).toBeLessThan(before + 64);
  } finally {
    silent.close();
  }
});

describeWithServers('a search of a real cluster', ({ url }) => {
  const index = 'telemetry-traces';
  test('is one trace down to the HTTP request that Elasticsearch got', async () => {
    const receiver = await receiveHttp();
    try {
      for (const id of [1, 2]) {
        const text = JSON.stringify({ title: `usb cable ${id}` });
        const type = { 'content-type': 'application/json' };
        await ask(`${url}/${index}/_doc/${id}?refresh=true`, 'PUT', text, type);
      }
      const { dataUrl } = await start(receiver.url, {
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        ELASTICSEARCH_URL: url,
        RELEVANCE_WORKERS: '1',
      });
      const path = `${dataUrl}/${index}/_search?q=${encodeURIComponent('usb')}`;
      expect((await ask(path, 'GET', undefined, { traceparent: HEADERS.traceparent })).status).toBe(200);
      const trace = await traceOf(receiver, ['stage lexical']);
      const leg = expectWhole(trace);
      const sent = trace.find(({ parentSpanId }) => parentSpanId === leg.spanId);
      expect(sent).toMatchObject({ kind: 3, attributes: { 'http.response.status_code': 200 } });
      // Where it was sent stands at the call, too, without the words.
      for (const span of [leg, sent!])
        expect(span.attributes).toMatchObject({
          'url.full': `${url}/${index}/_search`,
          'server.address': new URL(url).hostname,
          'server.port': Number(new URL(url).port),
        });
    } finally {
      receiver.close();
      await ask(`${url}/${index}`, 'DELETE');
    }
  });
});

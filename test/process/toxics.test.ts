import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { describeWithToxiproxy, type Toxic, Toxiproxy } from '../support/toxiproxy.ts';
import { exchange, type RawAnswer, type RawRequest } from '../wire/twin/raw.ts';
import { until } from './gateway.ts';

jest.setTimeout(120_000);

const NO_MODELS = 'models: { rerank: [], encoders: [] }';
/** An engine that improves nothing by itself. */
const ENGINE = `${NO_MODELS}
pipelines: { default: { stages: [lexical] } }
indices: { nothing: {} }`;
/** A second leg that must not be waited for. */
const LEG_MS = 1000;
/** What goes first when there is too much to do stands in tests of its own, and a busy machine would leave out legs here. */
const GATEWAY = `${NO_MODELS}
server: { overload: { atMost: calm } }
pipelines:
  default: { stages: [normalise, segment, lexical, fields, fuse], deadlinesMs: { fields: ${LEG_MS} } }
elasticsearch: { connectTimeoutMs: 2000, ejection: { baseMs: 200, maxMs: 400 }, discovery: { timeoutMs: 1000 } }`;

const JSON_TYPE = [['Content-Type', 'application/json']] as const;
const SEARCH: RawRequest = {
  method: 'POST',
  target: '/products/_search',
  headers: JSON_TYPE,
  body: '{"query":{"match":{"title":"usb cable"}}}',
};
const PASSED: readonly RawRequest[] = [
  { method: 'GET', target: '/products/_doc/p0092' },
  { method: 'GET', target: '/products/_doc/nowhere' },
  { method: 'HEAD', target: '/products/_doc/p0092' },
  { method: 'GET', target: '/nowhere/_mapping' },
  { method: 'GET', target: '/products/_mapping?pretty' },
  {
    method: 'POST',
    target: '/products/_mget',
    headers: JSON_TYPE,
    body: '{"ids":["p0092","p0001","p0002","p0003"]}',
  },
  {
    method: 'POST',
    target: '/products/_count',
    headers: JSON_TYPE,
    body: '{"query":{"match":{"title":"充电线"}}}',
  },
  { method: 'POST', target: '/products/_search', headers: JSON_TYPE, body: '{"query":{"mtch":{}}}' },
  { ...SEARCH, headers: [...JSON_TYPE, ['Relevance-Pipeline', 'off']] },
];

describeWithToxiproxy('a wire to the engine that Toxiproxy breaks', (program) => {
  let engine: GatewayProcess;
  let wire: Toxiproxy;
  let gateway: GatewayProcess;
  let sound: string;

  beforeAll(async () => {
    engine = await startGateway({ elasticsearchUrl: '', config: ENGINE });
    wire = await Toxiproxy.start(program, engine.url);
    gateway = await startGateway({ elasticsearchUrl: wire.url, config: GATEWAY });
    await until(async () => statusOf(await search()).startsWith('applied; version='));
    sound = bodyOf(await search());
  });
  afterEach(async () => {
    await wire.heal();
    // Nothing that a fault left behind keeps a place, and the process is the same.
    await until(async () => (await inFlight()) === 0);
    expect([gateway.child.exitCode, gateway.output()]).toEqual([
      null,
      expect.not.stringMatching(/uncaught|unhandled/i),
    ]);
  });
  afterAll(async () => {
    await gateway?.stop();
    await wire?.stop();
    await engine?.stop();
  });

  const search = () => exchange(gateway.url, SEARCH);
  const inFlight = async (): Promise<number> => {
    const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    const values = [...text.matchAll(/^relevance_requests_in_flight\{[^}]*\} (\d+)$/gm)];
    return values.reduce((sum, [, value]) => sum + Number(value), 0);
  };
  /** The first search after the fault is answered; that no leg is late on a busy machine is waited for. */
  const recovered = async (): Promise<void> => {
    await wire.heal();
    expect((await search()).status).toBe(200);
    await until(async () => {
      const answer = await search();
      return statusOf(answer).startsWith('applied; version=') && bodyOf(answer) === sound;
    });
  };
  const directIds = async () => idsOf(await exchange(engine.url, SEARCH));

  test('latency: the leg that is late is named, the hits are those of the caller’s own search', async () => {
    await wire.add({ type: 'latency', attributes: { latency: LEG_MS * 1.5 } });
    const answer = await search();
    expect([answer.status, statusOf(answer)]).toEqual([
      200,
      expect.stringMatching(/^applied; degraded="fields"; version="/),
    ]);
    expect(idsOf(answer)).toEqual(await directIds());
    await recovered();
  });

  test('a narrow wire: all arrives, and a leg that does not in time is named', async () => {
    await wire.add({ type: 'bandwidth', attributes: { rate: 2 } });
    const answer = await search();
    const [, degraded] = /^applied;( degraded="fields";)? version="/.exec(statusOf(answer)) ?? [];
    expect(answer.status).toBe(200);
    if (degraded === undefined) expect(bodyOf(answer)).toBe(sound);
    else expect(idsOf(answer)).toEqual(await directIds());
    const [document] = PASSED;
    expect(seen(await exchange(gateway.url, document!))).toBe(seen(await exchange(engine.url, document!)));
    await recovered();
  });

  test('connections that close slowly: no search has to know', async () => {
    await wire.add({ type: 'slow_close', attributes: { delay: 1000 } });
    for (let round = 0; round < 10; round += 1) expect((await search()).status).toBe(200);
    await recovered();
  });

  test.each<[string, Toxic]>([
    ['ends without an answer', { type: 'timeout', attributes: { timeout: 500 } }],
    ['is reset', { type: 'reset_peer', attributes: { timeout: 0 } }],
    ['breaks within the head', { type: 'limit_data', attributes: { bytes: 20 } }],
  ])('a connection that %s: 502 that says so, for a search, a read and a write', async (_name, toxic) => {
    await wire.add(toxic);
    const write = { method: 'POST', target: '/toxics/_doc', headers: JSON_TYPE, body: '{"a":1}' };
    for (const request of [SEARCH, PASSED[0]!, write]) {
      const { status, body } = await exchange(gateway.url, request);
      expect([status, JSON.parse(body.toString())]).toEqual([
        502,
        expect.objectContaining({ error: expect.objectContaining({ type: 'relevance_upstream_reset' }) }),
      ]);
    }
    await recovered();
    // Whether it was written is not known to anybody; it was not written twice.
    const counted = await exchange(engine.url, {
      method: 'GET',
      target: '/_cat/count/toxics?h=count&ignore_unavailable=true',
    });
    expect(Number(counted.body.toString()) || 0).toBeLessThanOrEqual(1);
    await exchange(engine.url, { method: 'DELETE', target: '/toxics' });
  });

  test('an engine that never answers: the search waits as its caller does, and ends when the caller leaves', async () => {
    await wire.add({ type: 'timeout', attributes: { timeout: 0 } });
    const signal = AbortSignal.timeout(LEG_MS * 2);
    const asked = fetch(gateway.url + SEARCH.target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: String(SEARCH.body),
      signal,
    });
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
    // Before the wire is mended: the place is given back because the caller is gone.
    await until(async () => (await inFlight()) === 0, 5000);
    await recovered();
  });

  test('an answer that breaks off: 502 for a search, a cut for what is passed through, never a clean end', async () => {
    await wire.add({ type: 'limit_data', attributes: { bytes: 700 } });
    const broken = await search();
    expect([broken.status, broken.body.toString()]).toEqual([
      502,
      expect.stringContaining('relevance_upstream_reset'),
    ]);
    const passed = await exchange(gateway.url, PASSED.at(-1)!).catch((error: Error) => error);
    expect(passed instanceof Error ? 'cut short' : passed.closed).not.toBe(false);
    await recovered();
  });

  test('slices in both directions: every byte arrives as the engine sent it', async () => {
    const slices = { average_size: 48, size_variation: 40, delay: 20 };
    await wire.add(
      { type: 'slicer', attributes: slices },
      { type: 'slicer', attributes: slices, stream: 'upstream' },
    );
    for (const request of PASSED) {
      const direct = seen(await exchange(engine.url, request));
      expect(seen(await exchange(gateway.url, request))).toBe(direct);
    }
    expect(bodyOf(await search())).toBe(sound);
    await recovered();
  });

  test('nobody there: 503 at once, and searches as soon as somebody is', async () => {
    await wire.enable(false);
    for (let round = 0; round < 5; round += 1) {
      const { status, body } = await search();
      expect([status, body.toString()]).toEqual([
        503,
        expect.stringContaining('relevance_upstream_unavailable'),
      ]);
    }
    await wire.heal();
    await until(async () => (await search()).status === 200, 5000);
    await recovered();
  });

  test('a wire of which some connections break: an answer or an error that says what it was, to each caller', async () => {
    await wire.add(
      { type: 'reset_peer', attributes: { timeout: 30 }, toxicity: 0.4 },
      { type: 'latency', attributes: { latency: 20, jitter: 20 }, toxicity: 0.5 },
    );
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        await new Promise((done) => setTimeout(done, at * 20));
        return exchange(gateway.url, at % 3 === 0 ? PASSED[0]! : SEARCH).catch(() => 'cut');
      }),
    );
    for (const answer of answers) {
      if (typeof answer === 'string' || answer.closed) continue;
      const [type] = /relevance_upstream_(?:reset|unavailable)/.exec(answer.body.toString()) ?? ['none'];
      expect(`${answer.status} ${type}`).toMatch(
        /^(200 none|502 relevance_upstream_reset|503 relevance_upstream_unavailable)$/,
      );
    }
    await recovered();
  });
});

function headerOf({ headers }: RawAnswer, wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

const statusOf = (answer: RawAnswer): string => headerOf(answer, 'relevance-status');

/** Without what changes by itself. */
const bodyOf = ({ body }: RawAnswer): string => body.toString().replace(/"took":\d+/, '"took":0');

/** All that a client sees of what was passed through. */
function seen(answer: RawAnswer): string {
  // A search says how it was looked at, and how long it took changes its length; each connection has its own rules.
  const own = /^(relevance-status|content-length|connection|keep-alive)$/i;
  const headers = answer.headers.filter(([name]) => !own.test(name));
  return [answer.status, ...headers.map(([name, value]) => `${name}: ${value}`), bodyOf(answer)].join('\n');
}

function idsOf({ body }: RawAnswer): readonly string[] {
  const { hits } = JSON.parse(body.toString()) as { hits: { hits: { _id: string }[] } };
  return hits.hits.map(({ _id }) => _id);
}

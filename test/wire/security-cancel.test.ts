import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { type Ask, ask, basic, SecuredCluster } from '../support/secured-cluster.ts';
import { describeWithSecurity } from '../support/servers.ts';

jest.setTimeout(120_000);

const INDEX = 'security-slow';
const SHARDS = 40;
const USER = basic('sec-patient', 'canary-patient-2Lm6');
/** What the gateway may take on top of the server itself to let go of a task. */
const GONE_WITHIN_MS = 2000;

/** Elasticsearch ends a loop after a million turns, but not many loops; the sum keeps the compiler from leaving it out. */
const SCRIPT = `
  long burn(long seed) { long sum = seed; for (int i = 0; i < 900000; i++) { sum = (sum * 31 + i) ^ (sum >> 7); } return sum; }
  long all = 0;
  for (int i = 0; i < params.turns; i++) { all += burn(all); }
  emit(all == 42 ? 'no' : 'yes');
`;

/** Takes `turns` loops a shard, shard after shard, so that there is always a next one that must not begin. */
function slow(turns: number): unknown {
  return {
    runtime_mappings: { costly: { type: 'keyword', script: { source: SCRIPT, params: { turns } } } },
    query: { bool: { must: { match: { title: '手机壳' } }, filter: { term: { costly: 'yes' } } } },
  };
}
const TARGET = `/${INDEX}/_search?max_concurrent_shard_requests=1`;

interface Task {
  readonly action: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly running_time_in_nanos: number;
}

describeWithSecurity('a caller who leaves', (server) => {
  const cluster = new SecuredCluster(server);
  let gateway: GatewayProcess;
  beforeAll(async () => {
    await cluster.admin(`/${INDEX}`, { method: 'DELETE' });
    await cluster.admin(`/${INDEX}`, {
      method: 'PUT',
      body: {
        settings: { number_of_shards: SHARDS, number_of_replicas: 0 },
        mappings: { properties: { title: { type: 'text' } } },
      },
    });
    const lines = Array.from({ length: SHARDS * 10 }, () => [
      '{"index":{}}',
      '{"title":"苹果手机壳"}',
    ]).flat();
    await cluster.admin(`/${INDEX}/_bulk?refresh=true`, { raw: `${lines.join('\n')}\n` });
    await cluster.putRole('sec-patient', { indices: [{ names: [INDEX], privileges: ['read'] }] });
    await cluster.putUser('sec-patient', 'canary-patient-2Lm6', ['sec-patient']);
    const tls = server.caFile === null ? '' : `elasticsearch: { tls: { caFile: '${server.caFile}' } }\n`;
    gateway = await startGateway({ elasticsearchUrl: server.url, config: tls });
  });
  afterAll(async () => {
    await gateway?.stop();
    await cluster.remove([`/${INDEX}`, '/_security/user/sec-patient', '/_security/role/sec-patient']);
  });

  /** Searches under way at the server with this `X-Opaque-Id`, their parts on shards included. */
  async function tasksOf(opaqueId: string): Promise<readonly Task[]> {
    const reply = await cluster.admin('/_tasks?actions=indices:data/read/*&detailed=true');
    const { nodes } = reply.json<{ nodes: Record<string, { tasks: Record<string, Task> }> }>();
    return Object.values(nodes)
      .flatMap(({ tasks }) => Object.values(tasks))
      .filter(({ headers }) => headers['X-Opaque-Id'] === opaqueId);
  }

  async function until(holds: () => Promise<boolean>, limitMs: number): Promise<number> {
    const startMs = performance.now();
    while (!(await holds())) {
      if (performance.now() - startMs > limitMs) throw new Error(`not so within ${limitMs} ms`);
      await new Promise((done) => setTimeout(done, 20));
    }
    return performance.now() - startMs;
  }

  interface Kind {
    readonly path: string;
    readonly status: RegExp;
    readonly options: (body: unknown) => Ask;
    readonly headers: Record<string, string>;
  }
  const KINDS: readonly (readonly [string, Kind])[] = [
    [
      'an improved search',
      { path: TARGET, status: /^applied; /, options: (body) => ({ body }), headers: USER },
    ],
    [
      'a search that passes',
      {
        path: TARGET,
        status: /^off$/,
        options: (body) => ({ body }),
        headers: { ...USER, 'relevance-pipeline': 'off' },
      },
    ],
    [
      'an improved search of an _msearch',
      {
        path: '/_msearch?max_concurrent_shard_requests=1',
        status: /^applied; /,
        options: (body) => ({ raw: `{"index":"${INDEX}"}\n${JSON.stringify(body)}\n` }),
        headers: USER,
      },
    ],
  ];

  /** Leaves a slow search under way and tells how long its task at the server outlived that. */
  async function goneAfterLeaving(
    opaqueId: string,
    search: (signal: AbortSignal, traced: Record<string, string>) => Promise<unknown>,
  ): Promise<number> {
    const leaving = new AbortController();
    const ended = search(leaving.signal, { 'x-opaque-id': opaqueId }).then(
      () => 'answered',
      (error: Error) => error.name,
    );
    await until(async () => (await tasksOf(opaqueId)).length > 0, 10_000);
    // It is no search that would have ended by itself by now.
    await new Promise((done) => setTimeout(done, 1000));
    expect((await tasksOf(opaqueId)).length).toBeGreaterThan(0);
    leaving.abort();
    expect(await ended).toBe('AbortError');
    return until(async () => (await tasksOf(opaqueId)).length === 0, 30_000);
  }

  test.each(KINDS)(
    '%s: its task at the server is gone within two seconds of what the server itself takes',
    async (name, { path, status, options, headers }) => {
      const url = `${gateway.url}${path}`;
      const quick = await ask(url, { ...options(slow(0)), headers });
      expect([quick.status, quick.header('relevance-status')]).toEqual([200, expect.stringMatching(status)]);

      const opaqueId = name.replaceAll(' ', '-');
      const directMs = await goneAfterLeaving(`${opaqueId}-direct`, (signal, traced) =>
        cluster.direct(path, { ...options(slow(20)), headers: { ...headers, ...traced }, signal }),
      );
      const goneMs = await goneAfterLeaving(opaqueId, (signal, traced) =>
        ask(url, { ...options(slow(20)), headers: { ...headers, ...traced }, signal }),
      );
      expect(goneMs).toBeLessThan(directMs + GONE_WITHIN_MS);
      // The gateway is none the worse.
      expect((await ask(url, { ...options(slow(0)), headers })).status).toBe(200);
    },
  );
});

import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { dashboards } from '../deploy/dashboards.ts';
import { filledIn } from '../deploy/promql.ts';
import { areNeeded } from '../deploy/tools.ts';
import { freePorts, type GatewayProcess, type Ports } from '../support/gateway.ts';
import { ask, basic, type RawReply, SecuredCluster } from '../support/secured-cluster.ts';
import { describeWithSecurity } from '../support/servers.ts';
import { ACCOUNT, type Program, startBalancer, startPrometheus, startReplica } from './deployment.ts';
import { until } from './gateway.ts';

jest.setTimeout(180_000);

const INDEX = 'deployment-products';
const SEARCH = { query: { match: { title: '手机壳' } } };
const CALLERS = 8;

describeWithSecurity('the programs of docker-compose.yml, without containers', (server) => {
  if (!areNeeded('haproxy', 'prometheus')) {
    test.skip('HAProxy or Prometheus is not there', () => {});
    return;
  }
  const cluster = new SecuredCluster(server);
  const caller = basic('elastic', server.password);
  let ports: readonly [Ports, Ports];
  const replicas: GatewayProcess[] = [];
  let balancer: Program & { readonly healthUrl: string };
  let prometheus: Program;

  beforeAll(async () => {
    ports = [await freePorts(), await freePorts()];
    await cluster.admin(`/${INDEX}`, { method: 'DELETE' });
    const { status, stderr } = spawnSync('bash', ['deploy/compose/accounts.sh'], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        ELASTICSEARCH_URL: server.url,
        CA_FILE: server.caFile ?? '',
        ELASTIC_PASSWORD: server.password,
        RELEVANCE_ACCOUNT_PASSWORD: ACCOUNT.password,
      },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    replicas.push(await startReplica(server, ports[0]), await startReplica(server, ports[1]));
    [balancer, prometheus] = await Promise.all([startBalancer(ports), startPrometheus(ports)]);
    await until(balanced).catch((cause: unknown) => {
      throw new Error(`the balancer found no replica: ${balancer.output()}`, { cause });
    });
  });

  afterAll(async () => {
    // The first signal would wait for balancers.
    for (const { child } of replicas) child.kill('SIGTERM');
    await Promise.all([balancer?.stop(), prometheus?.stop(), ...replicas.map((replica) => replica.stop())]);
    await cluster.remove([`/${INDEX}`, `/_security/user/${ACCOUNT.user}`, `/_security/role/${ACCOUNT.user}`]);
  });

  const balanced = () =>
    ask(balancer.healthUrl).then(
      ({ status }) => status === 200,
      () => false,
    );
  const search = (url = balancer.url) => ask(`${url}/${INDEX}/_search`, { body: SEARCH, headers: caller });
  /** Long enough for a balancer to ask each replica again; there has to be another one when one goes. */
  const seenByBalancers = () => new Promise((done) => setTimeout(done, 2500));
  const isReady = (at: 0 | 1) =>
    ask(`http://127.0.0.1:${ports[at].admin}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    );

  /** What Prometheus says to a query: values by the number of the replica. */
  async function measured(query: string): Promise<readonly (number | undefined)[]> {
    const reply = await ask(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`);
    const { data } = reply.json<{
      data: { result: { metric: { instance: string }; value: [number, string] }[] };
    }>();
    return ports.map(({ admin }) => {
      const found = data.result.find(({ metric }) => metric.instance === `127.0.0.1:${admin}`);
      return found === undefined ? undefined : Number(found.value[1]);
    });
  }

  /** Asks without a pause, several callers at once, while something happens; gives every answer or failure. */
  async function whileAsking(
    question: (caller: number) => Promise<RawReply>,
    happening: () => Promise<unknown>,
  ): Promise<readonly string[]> {
    const outcomes: string[] = [];
    let over = false;
    const callers = Array.from({ length: CALLERS }, async (_, at) => {
      while (!over) outcomes.push(await question(at).then(outcomeOf, String));
    });
    await happening();
    // A while after it, too.
    await new Promise((done) => setTimeout(done, 2000));
    over = true;
    await Promise.all(callers);
    return outcomes;
  }

  test('a write goes through the balancer, and a search is improved on the way back', async () => {
    const lines = [
      { index: { _index: INDEX, _id: '1' } },
      { title: '透明手机壳' },
      { index: { _index: INDEX, _id: '2' } },
      { title: '手机支架' },
    ];
    const raw = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const written = await ask(`${balancer.url}/_bulk?refresh=true`, { raw, headers: caller });
    expect({ status: written.status, errors: written.json()['errors'] }).toEqual({
      status: 200,
      errors: false,
    });
    const found = await search();
    expect(found.header('relevance-status')).toMatch(/^applied;/);
    expect(found.json<{ hits: { hits: { _id: string }[] } }>().hits.hits[0]!._id).toBe('1');
  });

  test('who has no password gets Elasticsearch’s own refusal', async () => {
    expect((await ask(`${balancer.url}/${INDEX}/_search`, { body: SEARCH })).status).toBe(401);
  });

  test('Prometheus sees both replicas at work, and the rules count on what it sees', async () => {
    await Promise.all(Array.from({ length: 40 }, () => search()));
    await until(async () => {
      const served = await measured('sum by (instance) (relevance_searches_total{outcome="applied"})');
      return served.every((count) => count !== undefined && count > 0);
    });
    expect(await measured('up{job="relevance-gateway"}')).toEqual([1, 1]);
    expect(await measured('min by (instance) (relevance_dependency_up{dependency="elasticsearch"})')).toEqual(
      [1, 1],
    );
    const reply = await ask(`${prometheus.url}/api/v1/rules`);
    const { data } = reply.json<{
      data: { groups: { rules: { health: string; lastError?: string }[] }[] };
    }>();
    const faults = data.groups.flatMap(({ rules }) => rules).flatMap(({ lastError }) => lastError ?? []);
    expect(faults).toEqual([]);
  });

  test('Prometheus keeps traces of slow and quick searches as exemplars of their buckets', async () => {
    interface Found {
      data: { seriesLabels: Record<string, string>; exemplars: { labels: Record<string, string> }[] }[];
    }
    await search();
    const query = 'histogram_quantile(0.99, rate(relevance_search_seconds_bucket{outcome="applied"}[1m]))';
    const now = Date.now() / 1000;
    const url = `${prometheus.url}/api/v1/query_exemplars?query=${encodeURIComponent(query)}`;
    let found: Found['data'] = [];
    await until(async () => {
      found = (await ask(`${url}&start=${now - 300}&end=${now + 300}`)).json<Found>().data;
      return found.length > 0;
    });
    const { seriesLabels, exemplars } = found[0]!;
    expect(seriesLabels).toMatchObject({ __name__: 'relevance_search_seconds_bucket', outcome: 'applied' });
    expect(exemplars[0]!.labels).toEqual({ trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  test('every panel of the dashboards asks what Prometheus can answer of two replicas', async () => {
    const targets = dashboards.flatMap(([, { panels }]) => panels).flatMap((panel) => panel.targets);
    /** Panels with something to show; those of errors, models and events have nothing here. */
    async function shown(): Promise<number> {
      const replies = await Promise.all(
        targets.map(({ expr }) =>
          ask(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(filledIn(expr))}`),
        ),
      );
      expect(replies.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
      return replies.filter((reply) => reply.json<{ data: { result: unknown[] } }>().data.result.length > 0)
        .length;
    }
    // A rate takes two readings.
    await until(async () => (await shown()) > targets.length / 3, 20_000);
  });

  test('replicas that are restarted in turn cost no search and no write, also where nothing is asked twice', async () => {
    const once = await startBalancer(ports, 'one');
    try {
      await until(() =>
        ask(once.healthUrl).then(
          ({ status }) => status === 200,
          () => false,
        ),
      );
      await seenByBalancers();
      const write = () => ask(`${once.url}/${INDEX}/_doc`, { body: { title: '保护套' }, headers: caller });
      const outcomes = await whileAsking(
        (at) => (at % 4 === 0 ? write() : search(once.url)),
        async () => {
          for (const at of [0, 1] as const) {
            expect(await replicas[at]!.stop()).toBe(0);
            replicas[at] = await startReplica(server, ports[at]);
            await until(() => isReady(at));
            await seenByBalancers();
          }
        },
      );
      expect(outcomes.filter((outcome) => !['applied', 'written'].includes(outcome))).toEqual([]);
      for (const outcome of ['applied', 'written']) {
        expect(outcomes.filter((one) => one === outcome).length).toBeGreaterThan(CALLERS);
      }
    } finally {
      await once.stop();
    }
  });

  test('one that is killed under load costs none either: a search is asked again', async () => {
    await seenByBalancers();
    const outcomes = await whileAsking(
      () => search(),
      async () => replicas[1]!.child.kill('SIGKILL'),
    );
    expect(outcomes.length).toBeGreaterThan(CALLERS);
    expect(outcomes.filter((outcome) => outcome !== 'applied')).toEqual([]);
  });
});

/** `applied` (or passed on for want of time) or `written`, or what came instead of it. */
function outcomeOf(reply: RawReply): string {
  const { status, text } = reply;
  if (status === 201) return 'written';
  const improved = reply.header('relevance-status')?.split(';')[0];
  // A busy machine passes searches on as they came: answered they are.
  return status === 200 && improved !== undefined ? 'applied' : `${status}: ${text.slice(0, 200)}`;
}

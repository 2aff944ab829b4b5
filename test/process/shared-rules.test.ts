import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startEngine } from './engine.ts';
import { ask, type Gateway, startGateway, until } from './gateway.ts';

jest.setTimeout(180_000);

const folders: string[] = [];
let engine: Server;
let source: Server;
let rules = 'shoes =>\n  DECORATE(n): one\n';
let isAway = false;
const gateways: Gateway[] = [];

const start = async (cwd: string): Promise<Gateway> => {
  const ELASTICSEARCH_URL = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const gateway = await startGateway({ cwd, env: { ELASTICSEARCH_URL, RELEVANCE_WORKERS: '2' } });
  gateways.push(gateway);
  return gateway;
};
const stop = async (gateway: Gateway): Promise<void> => {
  gateway.process.kill('SIGTERM');
  await gateway.exited;
};

beforeAll(async () => {
  engine = await startEngine();
  source = createServer((_request, response) => {
    if (isAway) response.destroy();
    else response.end(JSON.stringify({ files: { '_all/shared.rules.txt': rules } }));
  });
  await new Promise<void>((done) => source.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  for (const { process } of gateways) process.kill('SIGKILL');
  await Promise.all(gateways.map(({ exited }) => exited));
  for (const server of [engine, source]) {
    server.closeAllConnections();
    server.close();
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function decorated({ dataUrl }: Gateway): Promise<string | undefined> {
  const { headers } = await ask(`${dataUrl}/shop/_search`, 'POST', { query: { match: { title: 'shoes' } } });
  return /"value":"(\w+)"/.exec(String(headers['relevance-decorations']))?.[1];
}

interface Report {
  readonly version: string;
  readonly source: { readonly version: string; readonly state: string; readonly reason: string | null };
}
const reportOf = async ({ adminUrl }: Gateway): Promise<Report> =>
  JSON.parse((await ask(`${adminUrl}/api/rules`)).text) as Report;

test('replicas take shared rules, keep them when new ones are faulty, and start with them while the source is away', async () => {
  const places = Array.from({ length: 2 }, () => {
    const cwd = mkdtempSync(join(tmpdir(), 'relevance-shared-'));
    folders.push(cwd);
    const { port } = source.address() as AddressInfo;
    writeFileSync(
      join(cwd, 'relevance.yaml'),
      `rules: { source: { url: "http://127.0.0.1:${port}/rules", pollMs: 500 } }`,
    );
    return cwd;
  });
  const replicas = await Promise.all(places.map(start));
  const all = (value: string): Promise<void> =>
    until(async () => {
      const seen = await Promise.all([...replicas, ...replicas, ...replicas].map(decorated));
      return seen.every((one) => one === value);
    });
  await all('one');

  rules = 'shoes =>\n  DECORATE(n): two\n';
  await all('two');
  const [first, second] = await Promise.all(replicas.map(reportOf));
  expect([first!.version, first!.source.version]).toEqual([second!.version, second!.source.version]);
  const metrics = (await ask(`${replicas[0]!.adminUrl}/metrics`)).text;
  expect(
    metrics.match(
      new RegExp(`relevance_rules_in_force\\{version="${first!.version}",worker="[12]"\\} 1`, 'g'),
    ),
  ).toHaveLength(2);

  rules = 'shoes =>\n  DECORTE(n): three\n';
  for (const replica of replicas)
    await until(async () => (await reportOf(replica)).source.state === 'refused');
  expect((await reportOf(replicas[0]!)).source.reason).toMatch(/shared\.rules\.txt, line 2/);
  await all('two');

  isAway = true;
  await stop(replicas[0]!);
  replicas[0] = await start(places[0]!);
  await all('two');
  await until(async () => (await reportOf(replicas[0]!)).source.state === 'unreachable');
  isAway = false;
  rules = 'shoes =>\n  DECORATE(n): four\n';
  await all('four');
});

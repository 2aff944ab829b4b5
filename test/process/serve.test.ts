import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startEngine } from './engine.ts';
import { ask, type Gateway, startGateway, until } from './gateway.ts';

jest.setTimeout(120_000);

/** A stage that does what the query says, as a user's own stage could. */
const STAGE = `
let pending;
export default () => ({
  name: 'mischief',
  kind: 'query',
  onError: 'skip',
  async run(query, ctx) {
    if (query.text === 'slow') await new Promise((done) => setTimeout(done, 1500));
    if (query.text === 'crash') setTimeout(() => { throw new Error('mischief: ' + query.text); }, 20);
    if (query.text === 'reject') void Promise.reject(new Error('mischief: ' + query.text));
    ctx.note({ saw: query.text.length });
    return query;
  },
});
`;

const CONFIG = `
plugins: { mischief: ./mischief.mjs }
pipelines:
  default: { stages: [normalise, mischief, lexical] }
debug: { allow: true }
server: { drainGraceMs: 10000 }
`;

let cwd: string;
let engine: Server;
let env: Record<string, string>;
let gateway: Gateway;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => {
  engine.closeAllConnections();
  engine.close();
});
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-serve-'));
  writeFileSync(join(cwd, 'mischief.mjs'), STAGE);
  writeFileSync(join(cwd, 'relevance.yaml'), CONFIG);
  env = {
    ELASTICSEARCH_URL: `http://127.0.0.1:${(engine.address() as AddressInfo).port}`,
    RELEVANCE_WORKERS: '2',
  };
  gateway = await startGateway({ cwd, env });
});
afterEach(async () => {
  gateway.process.kill('SIGKILL');
  await gateway.exited;
  rmSync(cwd, { recursive: true, force: true });
});

const search = (text: string, headers: Record<string, string> = {}) =>
  ask(`${gateway.dataUrl}/shop/_search`, 'POST', { query: { match: { title: text } } }, headers);
const metrics = async (): Promise<string> => (await ask(`${gateway.adminUrl}/metrics`)).text;

describe('relevance serve', () => {
  test('serves, is ready, counts, explains and shows its configuration', async () => {
    const answer = await search('shoes');
    expect([answer.status, answer.headers['relevance-status']]).toEqual([
      200,
      expect.stringMatching(/^applied;/),
    ]);
    const ready = await ask(`${gateway.adminUrl}/readyz`);
    expect(ready.status).toBe(200);
    expect(ready.text).toContain('2 of 2 answer');
    const text = await metrics();
    expect(text).toMatch(/relevance_searches_total\{outcome="applied",worker="[12]"\} 1/);
    expect(text).toMatch(/relevance_stage_seconds_count\{stage="mischief",outcome="ok",worker="[12]"\} 1/);
    expect(text).toMatch(/relevance_upstream_seconds_count\{kind="search",outcome="2xx",worker="[12]"\} 1/);
    const explained = await ask(`${gateway.adminUrl}/api/explain`, 'POST', { index: 'shop', query: 'shoes' });
    expect(explained.status).toBe(200);
    expect(JSON.parse(explained.text)).toMatchObject({
      stages: expect.arrayContaining([expect.objectContaining({ stage: 'mischief', notes: [{ saw: 5 }] })]),
    });
    const { headers } = await search('shoes', { 'relevance-debug': 'explain' });
    const trace = await ask(`${gateway.adminUrl}/api/explain/${String(headers['relevance-trace'])}`);
    expect([trace.status, trace.text.includes('mischief')]).toEqual([200, true]);
    // Whichever process answered a search, its tree is found.
    for (let at = 0; at < 6; at += 1) {
      const searched = await search(`shoes ${at}`, { 'relevance-debug': 'explain', connection: 'close' });
      const id = String(searched.headers['relevance-trace']);
      const found = await ask(`${gateway.adminUrl}/api/explain/${id}`);
      expect([found.status, found.text.includes(`shoes ${at}`)]).toEqual([200, true]);
    }
    const workers = new Set((await metrics()).match(/searches_total\{outcome="applied",worker="[12]"\}/g));
    expect(workers.size).toBe(2);
    expect((await ask(`${gateway.adminUrl}/api/config`)).text).toContain('"drainGraceMs":10000');
  });

  test('reloads by signal and by request; a faulty file changes nothing', async () => {
    const version = async () =>
      /version="([^"]+)"/.exec(String((await search('a')).headers['relevance-status']))?.[1];
    const before = await version();
    writeFileSync(join(cwd, 'relevance.yaml'), 'pipelines: { default: { stages: [lexicl] } }');
    const refused = await ask(`${gateway.adminUrl}/api/reload`, 'POST', {});
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('"suggestion":"lexical"');
    expect(await version()).toBe(before);

    writeFileSync(join(cwd, 'relevance.yaml'), 'pipelines: { default: { stages: [lexical] } }');
    expect((await ask(`${gateway.adminUrl}/api/reload`, 'POST', {})).status).toBe(200);
    const versions = new Set([await version(), await version(), await version(), await version()]);
    expect(versions.size).toBe(1);
    expect(versions.has(before)).toBe(false);

    writeFileSync(join(cwd, 'relevance.yaml'), CONFIG);
    gateway.process.kill('SIGHUP');
    await until(async () => (await version()) === before);
  });

  test('an exception that nobody caught costs one process, not the gateway', async () => {
    expect((await search('crash')).status).toBe(200);
    await until(async () =>
      (await metrics()).includes('relevance_uncaught_errors_total{kind="exception",worker="0"} 1'),
    );
    expect((await search('shoes')).status).toBe(200);
    await until(() => gateway.logs().some(({ msg }) => msg === 'a serving process took its place'));
    expect((await ask(`${gateway.adminUrl}/readyz`)).text).toContain('2 of 2 answer');
  });

  test('a refused promise that nobody listens to is counted, and costs nothing', async () => {
    expect((await search('reject')).status).toBe(200);
    await until(async () =>
      (await metrics()).includes('relevance_uncaught_errors_total{kind="rejection",worker="0"} 1'),
    );
    expect(gateway.logs().some(({ msg }) => msg.includes('took its place'))).toBe(false);
  });

  test('SIGTERM: not ready, no new connections, what is in flight is answered, exit code 0', async () => {
    const inFlight = search('slow');
    await new Promise((done) => setTimeout(done, 300));
    gateway.process.kill('SIGTERM');
    await until(async () => (await ask(`${gateway.adminUrl}/readyz`)).status === 503);
    await expect(search('late')).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    const answer = await inFlight;
    expect([answer.status, answer.headers['relevance-status']]).toEqual([
      200,
      expect.stringMatching(/^applied;/),
    ]);
    expect(await gateway.exited).toBe(0);
  });

  test('SIGTERM with a delay: not ready, yet served until balancers have seen it', async () => {
    gateway.process.kill('SIGKILL');
    await gateway.exited;
    writeFileSync(
      join(cwd, 'relevance.yaml'),
      CONFIG.replace('drainGraceMs', 'drainDelayMs: 1500, drainGraceMs'),
    );
    gateway = await startGateway({ cwd, env });
    gateway.process.kill('SIGTERM');
    await until(async () => (await ask(`${gateway.adminUrl}/readyz`)).status === 503);
    const late = [
      await search('late', { connection: 'keep-alive' }),
      await ask(`${gateway.dataUrl}/`, 'GET', undefined, { connection: 'keep-alive' }),
    ];
    expect(late.map(({ status, headers }) => [status, headers['connection']])).toEqual([
      [200, 'close'],
      [200, 'close'],
    ]);
    await until(() =>
      search('too late').then(
        () => false,
        () => true,
      ),
    );
    expect(await gateway.exited).toBe(0);
  });

  test('a second signal ends it at once, also while it waits for balancers', async () => {
    gateway.process.kill('SIGKILL');
    await gateway.exited;
    gateway = await startGateway({ cwd, env: { ...env, RELEVANCE_HOST: '0.0.0.0' } });
    gateway.process.kill('SIGTERM');
    await until(() => gateway.logs().some(({ msg }) => msg === 'draining'));
    expect(gateway.logs().find(({ msg }) => msg === 'draining')).toMatchObject({ delayMs: 5000 });
    gateway.process.kill('SIGTERM');
    expect(await gateway.exited).toBe(1);
  });

  test('a second signal ends it at once', async () => {
    const inFlight = search('slow').catch(() => 'cut off');
    await new Promise((done) => setTimeout(done, 300));
    gateway.process.kill('SIGINT');
    await until(() => gateway.logs().some(({ msg }) => msg === 'draining'));
    gateway.process.kill('SIGINT');
    expect(await gateway.exited).toBe(1);
    expect(await inFlight).toBe('cut off');
  });

  test('nothing of a caller’s credentials or words is written anywhere', async () => {
    const canary = 'c4nary';
    for (const text of [`${canary} shoes`, 'reject']) {
      await search(text, {
        authorization: `ApiKey ${canary}`,
        cookie: canary,
        'relevance-context': `user=${canary}`,
      });
    }
    await ask(`${gateway.dataUrl}/shop/_search?q=${canary}`, 'GET', undefined, {
      authorization: `Basic ${canary}`,
    });
    await ask(`${gateway.dataUrl}/${canary}/_search`, 'POST', { query: { match: { title: canary } } });
    expect(await metrics()).not.toContain(canary);
    gateway.process.kill('SIGTERM');
    await gateway.exited;
    expect(gateway.output()).not.toContain(canary);
  });

  test.each([
    ['RELEVANCE_PORT', 'server.port', () => gateway.dataUrl],
    ['RELEVANCE_ADMIN_PORT', 'server.adminPort', () => gateway.adminUrl],
  ])(
    'a taken port of %s is said in one line before anything is loaded, and ends it',
    async (name, key, url) => {
      const { port } = new URL(url());
      const second = startGateway({ cwd, env: { ...env, [name]: port } });
      await expect(second).rejects.toThrow(
        new Error(
          `ended with 1 before it served:\nrelevance: cannot listen on 127.0.0.1:${port}: the address is in use; set ${name} or ${key}\n`,
        ),
      );
    },
  );

  test('the serving processes end with the primary', async () => {
    gateway.process.kill('SIGKILL');
    await gateway.exited;
    await until(
      () =>
        search('late').then(
          () => false,
          () => true,
        ),
      5000,
    );
  });
});

test('stopping `npm start` stops the gateway: npm passes signals on to its shell, and to nothing below', async () => {
  gateway.process.kill('SIGKILL');
  await gateway.exited;
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  gateway = await startGateway({
    // The script's path is the repository's, which is where npm runs it.
    cwd: process.cwd(),
    env: { ...env, RELEVANCE_CONFIG: join(cwd, 'relevance.yaml') },
    command: ['sh', '-c', scripts.start],
  });
  gateway.process.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  expect(gateway.logs().some(({ msg }) => msg === 'drained')).toBe(true);
});

test('on the embedded engine the process that crashed gives its data to the one that takes its place', async () => {
  gateway.process.kill('SIGKILL');
  await gateway.exited;
  gateway = await startGateway({ cwd });
  const create = await ask(`${gateway.dataUrl}/shop/_doc/1?refresh=true`, 'PUT', { title: 'red shoes' });
  expect(create.status).toBe(201);
  await search('crash');
  await until(() => gateway.logs().some(({ msg }) => msg === 'a serving process took its place'));
  const { hits } = JSON.parse((await search('shoes')).text) as { hits: { hits: { _id: string }[] } };
  expect(hits.hits.map(({ _id }) => _id)).toEqual(['1']);
});

import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Logger } from '../../../../src/domain/logger.ts';
import { createAdminListener } from '../../../../src/http/admin/listener.ts';
import type { AccessOptions } from '../../../../src/http/admin/routes.ts';
import type { AdminRecords, AdminServices } from '../../../../src/http/admin/services.ts';

const TOKEN = 'correct-horse-battery';
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

let servers: Server[] = [];
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
});

async function world(access: Partial<AccessOptions> = {}) {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const services: Partial<AdminServices> = {
    health: () => ({ live: true }),
    ready: () => Promise.resolve({ ready: true, dependencies: [] }),
    metrics: (form) => Promise.resolve(`${form} 1\n`),
    config: () => ({}),
    pipelines: () => held.then(() => ({ version: 'v', pipelines: [] })),
  };
  const server = createAdminListener({
    services: services as AdminServices,
    records: {} as AdminRecords,
    logger: silent,
    access: { names: [], token: TOKEN, metrics: 'open', ...access },
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port, path, headers, method, agent: false },
        (incoming) => {
          let text = '';
          incoming.on('data', (chunk: Buffer) => (text += String(chunk)));
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode!, headers: incoming.headers, text }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
  return { ask, release: () => release() };
}

describe('metrics', () => {
  test.each<[string | undefined, string]>([
    [undefined, 'text/plain; version=0.0.4; charset=utf-8'],
    ['*/*', 'text/plain; version=0.0.4; charset=utf-8'],
    ['text/plain', 'text/plain; version=0.0.4; charset=utf-8'],
    ['text/plain;version=0.0.4;q=0.5,*/*;q=0.1', 'text/plain; version=0.0.4; charset=utf-8'],
    ['image/png', 'text/plain; version=0.0.4; charset=utf-8'],
    ['application/openmetrics-text', 'application/openmetrics-text; version=1.0.0; charset=utf-8'],
    [
      // Prometheus' own.
      'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ],
    [
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ],
  ])('for %s are %s', async (accept, type) => {
    const { ask } = await world();
    const { headers, text } = await ask('/metrics', accept === undefined ? {} : { accept });
    expect(headers['content-type']).toBe(type);
    expect(text).toBe(type.startsWith('text') ? 'text 1\n' : 'openmetrics 1\n');
  });
});

describe('a token', () => {
  test.each<[string, Record<string, string>, number]>([
    ['none', {}, 401],
    ['an empty one', { 'relevance-admin-token': '' }, 401],
    ['a wrong one', { 'relevance-admin-token': 'wrong-horse-battery!' }, 401],
    ['a part of it', { 'relevance-admin-token': TOKEN.slice(0, -1) }, 401],
    ['more than it', { 'relevance-admin-token': `${TOKEN}x` }, 401],
    ['as somebody’s credential', { authorization: `Bearer ${TOKEN}` }, 401],
    ['as a cookie', { cookie: `Relevance-Admin-Token=${TOKEN}` }, 401],
    ['the right one', { 'relevance-admin-token': TOKEN }, 200],
    [
      'the right one from another origin',
      { 'relevance-admin-token': TOKEN, origin: 'http://e.example' },
      403,
    ],
    ['the right one under another name', { 'relevance-admin-token': TOKEN, host: 'e.example' }, 403],
  ])('%s', async (_what, headers, status) => {
    const { ask } = await world();
    const answer = await ask('/api/config', headers);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain(TOKEN);
    if (status !== 401) return;
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'unauthorized' } });
    expect(answer.headers['www-authenticate']).toContain('Relevance-Admin-Token');
  });

  test.each([
    '/api/judgments',
    '/api/evaluations',
    '/api/judgments/x/qrels.tsv',
    '/api/explain/x',
    '/api/system',
  ])('is asked by %s', async (path) => {
    const { ask } = await world();
    expect((await ask(path)).status).toBe(401);
    const foreign = await ask(path, { 'relevance-admin-token': TOKEN, origin: 'http://e.example' });
    expect(foreign.status).toBe(403);
  });

  test('is not asked by probes, and by metrics where they are told to', async () => {
    const open = await world();
    expect((await open.ask('/healthz')).status).toBe(200);
    expect((await open.ask('/readyz')).status).toBe(200);
    expect((await open.ask('/metrics')).status).toBe(200);
    const closed = await world({ metrics: 'token' });
    expect((await closed.ask('/metrics')).status).toBe(401);
    expect((await closed.ask('/metrics', { 'relevance-admin-token': TOKEN })).status).toBe(200);
  });
});

test('every answer, errors too, keeps frames, sniffing and strange scripts out', async () => {
  const { ask } = await world();
  for (const path of ['/healthz', '/metrics', '/api/config', '/nowhere', '/api/reload']) {
    const { headers } = await ask(path);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('more requests at a time than there is room for are refused, and room comes back', async () => {
  const { ask, release } = await world({ token: null });
  const held = Array.from({ length: 16 }, () => ask('/api/pipelines'));
  let refused = await ask('/api/config');
  for (let tries = 0; tries < 100 && refused.status !== 429; tries += 1) refused = await ask('/api/config');
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'overloaded' } });
  expect(refused.headers['retry-after']).toBe('1');
  expect((await ask('/healthz')).status).toBe(200);
  release();
  expect((await Promise.all(held)).every(({ status }) => status === 200)).toBe(true);
  expect((await ask('/api/config')).status).toBe(200);
});

import { type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Logger } from '../../../../src/domain/logger.ts';
import { GatewayError } from '../../../../src/errors.ts';
import { createAdminListener } from '../../../../src/http/admin/listener.ts';
import type {
  AdminRecords,
  AdminServices,
  CompareRequest,
  ExplainRequest,
} from '../../../../src/http/admin/services.ts';
import type { Explanation } from '../../../../src/admin-api/explain.ts';
import type { RulesReport } from '../../../../src/admin-api/rules.ts';

const EXPLANATION: Explanation = {
  index: 'products',
  pipeline: 'default',
  version: 'v1',
  outcome: 'applied',
  reason: null,
  degraded: [],
  relaxed: null,
  steps: [],
  durationMs: 1.5,
  query: null,
  stages: [],
  sent: { query: { match_all: {} } },
  total: 0,
  hits: [],
};

let explained: ExplainRequest | undefined;
let compared: CompareRequest | undefined;
let reloads = 0;
let ready = true;
const logged: string[] = [];
const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => void logged.push(`${message} ${String(fields['err'])}`),
};

const services: AdminServices = {
  health: () => ({ live: true }),
  ready: () =>
    Promise.resolve({
      ready,
      dependencies: [{ name: 'engine', state: ready ? 'up' : 'down', detail: 'http://a:1' }],
    }),
  system: () => Promise.reject(new Error('not asked')),
  metrics: () => Promise.resolve('# TYPE a counter\na 1\n'),
  explain(wanted) {
    if (wanted.index === 'broken') return Promise.reject(new Error('CANARY in the message'));
    if (wanted.index === 'down')
      return Promise.reject(new GatewayError('upstream_unavailable', 'no node answers'));
    explained = wanted;
    return Promise.resolve(EXPLANATION);
  },
  compare(wanted) {
    compared = wanted;
    return Promise.reject(new GatewayError('not_found', 'no pipeline is named c'));
  },
  indices: () => Promise.resolve({ indices: [], left: 0 }),
  pipelines: () => Promise.resolve({ version: 'v1', pipelines: [] }),
  explainById: (id) => Promise.resolve(id === 'known' ? { stages: ['normalise'] } : undefined),
  config: () => ({ server: { port: 9600 } }),
  rules: () => Promise.resolve(RULES),
  checkRules: ({ file, text, index }) =>
    Promise.resolve({ errors: [{ file, line: 1, message: `${text} ${index ?? 'all'}` }], warnings: [] }),
  tryRules: () => Promise.resolve({ errors: [], warnings: [], results: [] }),
  reload() {
    reloads++;
    return Promise.resolve(
      reloads === 1
        ? { version: 'v2', restartNeeded: [] }
        : { faults: [{ file: 'c.yaml', line: 3, message: 'unknown key' }] },
    );
  },
};

const RULES: RulesReport = {
  version: 'r1',
  loadedAt: '2026-01-01T00:00:00Z',
  files: [{ file: 'rules/products/a.rules.txt', index: 'products', kind: '.rules.txt', rules: 2 }],
  errors: [],
  warnings: [],
  refused: null,
  fired: [],
};

let server: Server;
let port: number;
beforeAll(async () => {
  server = createAdminListener({
    services,
    records: {} as AdminRecords,
    logger,
    access: { names: ['admin.internal'], token: null, metrics: 'open' },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  ready = true;
  explained = undefined;
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  json(): unknown;
}

function ask(
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers: options.headers },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const body = Buffer.concat(chunks).toString();
          resolve({
            status: incoming.statusCode!,
            headers: incoming.headers,
            body,
            json: () => JSON.parse(body) as unknown,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const explain = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  ask('POST', '/api/explain', {
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('GET', () => {
  test('/healthz says that the process lives', async () => {
    const answer = await ask('GET', '/healthz');
    expect([answer.status, answer.json()]).toEqual([200, { live: true }]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('/readyz names each dependency, and is 503 while one that is needed is down', async () => {
    const dependencies = (state: string) => [{ name: 'engine', state, detail: 'http://a:1' }];
    const up = await ask('GET', '/readyz');
    expect([up.status, up.json()]).toEqual([200, { ready: true, dependencies: dependencies('up') }]);
    ready = false;
    const down = await ask('GET', '/readyz');
    expect([down.status, down.json()]).toEqual([503, { ready: false, dependencies: dependencies('down') }]);
  });

  test('/metrics is Prometheus text', async () => {
    const answer = await ask('GET', '/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.body).toBe('# TYPE a counter\na 1\n');
  });

  test('/api/config and /api/explain/{id}', async () => {
    expect((await ask('GET', '/api/config')).json()).toEqual({ server: { port: 9600 } });
    expect((await ask('GET', '/api/explain/known')).json()).toEqual({ stages: ['normalise'] });
    const gone = await ask('GET', '/api/explain/gone');
    expect([gone.status, gone.json()]).toEqual([
      404,
      { error: { code: 'not_found', message: 'no such trace; they are kept for five minutes' } },
    ]);
  });

  test('HEAD is answered without a body', async () => {
    const answer = await ask('HEAD', '/healthz');
    expect([answer.status, answer.body]).toEqual([200, '']);
  });
});

describe('POST /api/explain', () => {
  test('hands over the search with the headers of the request', async () => {
    const answer = await explain(
      { index: 'products', query: '手机壳', context: { device: 'app' }, pipeline: 'plain' },
      { authorization: 'ApiKey abc' },
    );
    expect([answer.status, answer.json()]).toEqual([200, EXPLANATION]);
    expect(explained).toMatchObject({
      index: 'products',
      query: '手机壳',
      context: { device: 'app' },
      pipeline: 'plain',
    });
    expect(explained?.headers).toContain('ApiKey abc');
  });

  test('takes a whole search body instead of words', async () => {
    await explain({ index: 'products', body: { query: { match: { title: 'x' } } } });
    expect(explained).toMatchObject({ body: { query: { match: { title: 'x' } } }, context: {} });
    expect(explained).not.toHaveProperty('query');
  });

  test.each<[unknown, string]>([
    ['{"index":', 'the body is not valid JSON'],
    ['', 'the body is not valid JSON'],
    ['[]', 'the body must be a JSON object'],
    ['null', 'the body must be a JSON object'],
    [{ query: 'x' }, 'index must be the name of an index'],
    [{ index: '', query: 'x' }, 'index must be the name of an index'],
    [{ index: 'a' }, 'give query or body, one of the two'],
    [{ index: 'a', query: 'x', body: {} }, 'give query or body, one of the two'],
    [{ index: 'a', query: 5 }, 'query must be text'],
    [{ index: 'a', body: [] }, 'body must be a search body'],
    [{ index: 'a', query: 'x', context: { a: 1 } }, 'context must be an object of texts'],
    [{ index: 'a', query: 'x', pipeline: 1 }, 'pipeline must be the name of a pipeline, or off'],
    [{ index: 'a', qery: 'x' }, 'unknown key "qery"; known are index, query, body, context, pipeline'],
  ])('%j is refused', async (body, message) => {
    const answer = await explain(body);
    expect([answer.status, answer.json()]).toEqual([400, { error: { code: 'bad_request', message } }]);
  });

  test('a form is refused: a page could send one without asking', async () => {
    const answer = await ask('POST', '/api/explain', {
      headers: { 'content-type': 'text/plain' },
      body: '{"index":"a","query":"x"}',
    });
    expect(answer.status).toBe(400);
    expect(explained).toBeUndefined();
  });

  test('a body over the bound is refused before it is read to its end', async () => {
    const answer = await explain(`{"index":"a","query":"${'x'.repeat(1024 * 1024)}"}`);
    expect([answer.status, (answer.json() as { error: { code: string } }).error.code]).toEqual([
      413,
      'body_too_large',
    ]);
  });

  test('faults of the engine keep their status; faults of ours tell nothing and are logged', async () => {
    const down = await explain({ index: 'down', query: 'x' });
    expect([down.status, down.json()]).toEqual([
      503,
      { error: { code: 'upstream_unavailable', message: 'no node answers' } },
    ]);
    const broken = await explain({ index: 'broken', query: 'x' });
    expect([broken.status, broken.json()]).toEqual([
      500,
      { error: { code: 'internal', message: 'internal error' } },
    ]);
    expect(logged.at(-1)).toContain('CANARY');
  });
});

describe('POST /api/compare', () => {
  const compare = (body: unknown): Promise<Answer> =>
    ask('POST', '/api/compare', {
      headers: { 'content-type': 'application/json', authorization: 'ApiKey abc' },
      body: JSON.stringify(body),
    });

  test('hands over the search, and faults of it keep their status', async () => {
    const answer = await compare({ index: 'a', query: 'x', pipelines: ['off', 'c'], fields: ['title'] });
    expect(answer.status).toBe(404);
    expect(compared).toMatchObject({ pipelines: ['off', 'c'], size: 10, fields: ['title'], context: {} });
    expect(compared?.headers).toContain('ApiKey abc');
  });

  test.each<[unknown, string]>([
    [{ index: 'a', query: 'x' }, 'pipelines must be a list of 1 to 2 texts of at most 512 characters each'],
    [{ index: 'a', query: 'x', pipelines: ['off'] }, 'pipelines must be two names; off is one of them'],
    [
      { index: 'a', query: 'x', pipelines: ['a', 'b', 'c'] },
      'pipelines must be a list of 1 to 2 texts of at most 512 characters each',
    ],
    [
      { index: 'a', query: 'x', pipelines: ['a', 'b'], size: 101 },
      'size must be a whole number from 1 to 100',
    ],
    [{ index: 'a', body: {}, pipelines: ['a', 'b'], size: 5 }, 'size goes with query: a body has its own'],
    [
      { index: 'a', query: 'x', pipelines: ['a', 'b'], fields: [] },
      'fields must be a list of 1 to 20 texts of at most 512 characters each',
    ],
  ])('%j is refused', async (body, message) => {
    const answer = await compare(body);
    expect([answer.status, answer.json()]).toEqual([400, { error: { code: 'bad_request', message } }]);
  });
});

test('POST /api/reload gives the new version, or every fault', async () => {
  reloads = 0;
  const reload = () => ask('POST', '/api/reload', { headers: JSON_TYPE, body: '{}' });
  const good = await reload();
  expect([good.status, good.json()]).toEqual([200, { version: 'v2', restartNeeded: [] }]);
  // Without a JSON body it is no request of ours: a page could send it without asking.
  expect((await ask('POST', '/api/reload')).status).toBe(400);
  const bad = await reload();
  expect([bad.status, bad.json()]).toEqual([
    400,
    {
      error: {
        code: 'config_invalid',
        message: 'unknown key',
        faults: [{ file: 'c.yaml', line: 3, message: 'unknown key' }],
      },
    },
  ]);
});

describe('what is not there', () => {
  test('an unknown path is 404, another method 405 with Allow', async () => {
    const lost = await ask('GET', '/nowhere');
    expect([lost.status, lost.json()]).toEqual([
      404,
      { error: { code: 'not_found', message: 'no such page: /nowhere' } },
    ]);
    const wrong = await ask('GET', '/api/reload');
    expect([wrong.status, wrong.headers['allow']]).toEqual([405, 'POST']);
    expect(wrong.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
    expect((await ask('DELETE', '/healthz')).status).toBe(405);
    expect((await ask('PROPFIND', '/healthz')).status).toBe(405);
  });
});

describe('web pages are kept out of /api/', () => {
  test.each<[string, Record<string, string>, number]>([
    ['no browser', {}, 200],
    ['by name', { host: 'localhost:9601' }, 200],
    ['by configured name', { host: 'admin.internal:9601' }, 200],
    ['by IPv6 address', { host: '[::1]:9601' }, 200],
    [
      'its own page',
      { host: '127.0.0.1:9601', origin: 'http://127.0.0.1:9601', 'sec-fetch-site': 'same-origin' },
      200,
    ],
    [
      'a name that was bent to point here',
      { host: 'evil.example:9601', origin: 'http://evil.example:9601' },
      403,
    ],
    ['the same without an Origin', { host: 'evil.example:9601' }, 403],
    ['another origin', { host: '127.0.0.1:9601', origin: 'http://evil.example' }, 403],
    ['another port of this machine', { host: '127.0.0.1:9601', origin: 'http://127.0.0.1:3000' }, 403],
    ['a sandboxed frame', { host: '127.0.0.1:9601', origin: 'null' }, 403],
    ['an image tag', { host: '127.0.0.1:9601', 'sec-fetch-site': 'cross-site' }, 403],
  ])('%s', async (_name, headers, status) => {
    expect((await ask('GET', '/api/config', { headers })).status).toBe(status);
    expect((await explain({ index: 'a', query: 'x' }, headers)).status).toBe(status);
  });

  test('probes and metrics answer to any name', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await ask('GET', path, { headers: { host: 'gateway.monitoring.svc:9601' } })).status).toBe(200);
    }
  });
});

describe('rules', () => {
  const check = (body: unknown): Promise<Answer> =>
    ask('POST', '/api/rules/check', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('in force are listed', async () => {
    const answer = await ask('GET', '/api/rules');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual(RULES);
  });

  test('are checked', async () => {
    const answer = await check({ file: 'a.rules.txt', text: 'a =>', index: 'products' });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      errors: [{ file: 'a.rules.txt', line: 1, message: 'a => products' }],
      warnings: [],
    });
  });

  test.each([
    [{ text: 'a =>' }, 'file must be the name of a rule file'],
    [{ file: 'a.rules.txt' }, 'text must be what stands in the file'],
    [{ file: 'a.rules.txt', text: '', index: 3 }, 'index must be the name of an index'],
    [{ file: 'a.rules.txt', text: '', indx: 'a' }, 'unknown key \\"indx\\"'],
  ])('a check of %j is refused', async (body, message) => {
    const { status, body: answer } = await check(body);
    expect(status).toBe(400);
    expect(answer).toContain(message);
  });
});

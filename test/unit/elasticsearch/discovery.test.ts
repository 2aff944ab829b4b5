import { afterEach, describe, expect, test } from '@jest/globals';
import { createElasticsearch } from '../../../src/elasticsearch/backend.ts';
import { Discovery } from '../../../src/elasticsearch/discovery.ts';
import type { Questions } from '../../../src/elasticsearch/questions.ts';
import { type FakeNode, startFakeNode } from './fake-node.ts';
import { SILENT } from './harness.ts';

const CUTS: Record<string, string[]> = {
  standard: ['中', '华', '人', '民', '共', '和', '国'],
  default: ['中华', '华人', '人民', '民共', '共和', '和国'],
  ik_smart: ['中华人民共和国'],
};

/** Answers from a table and counts what was asked. */
function cluster(answers: Record<string, unknown>): Questions & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    ask: (method, path, body) => {
      const analyzer: unknown = body === null ? undefined : Reflect.get(body, 'analyzer');
      asked.push(`${method} ${path}${typeof analyzer === 'string' ? ` ${analyzer}` : ''}`);
      if (typeof analyzer === 'string') {
        return Promise.resolve({ tokens: CUTS[analyzer]?.map((token) => ({ token })) });
      }
      const answer = answers[path];
      return answer === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(answer);
    },
    close: () => Promise.resolve(),
  };
}

const text = (analyzer?: string) => ({ type: 'text', ...(analyzer !== undefined && { analyzer }) });
const ANSWERS = {
  '/': { version: { number: '8.16.3' } },
  '/*,-.*/_mapping': {
    shop: {
      mappings: {
        _meta: { relevance: { pipeline: 'x' } },
        properties: { title: text('ik_smart'), body: text() },
      },
    },
    books: { mappings: { properties: { body: text() } } },
    more: { mappings: { properties: { body: text() } } },
  },
  '/*,-.*/_settings/index.analysis.*': {
    books: { settings: { index: { analysis: { analyzer: { default: { type: 'cjk' } } } } } },
  },
  '/*,-.*/_alias': { shop: { aliases: { all: {} } }, books: { aliases: { all: {} } }, more: { aliases: {} } },
  '/_data_stream': {
    data_streams: [
      { name: 'logs', indices: [] },
      { name: '.hidden', indices: [] },
    ],
  },
};

describe('discovery', () => {
  test('describes indices, aliases and data streams, and asks once per analyzer definition', async () => {
    const questions = cluster(ANSWERS);
    const discovery = new Discovery(questions, SILENT);
    await discovery.refresh();
    expect(discovery.describe('shop')).toEqual({
      name: 'shop',
      kind: 'index',
      fields: new Map([
        ['title', { type: 'text', analyzer: 'ik_smart', hanCut: 'word' }],
        ['body', { type: 'text', analyzer: 'standard', hanCut: 'character' }],
      ]),
      meta: { pipeline: 'x' },
    });
    expect(discovery.describe('books')?.fields.get('body')).toEqual({
      type: 'text',
      analyzer: 'default',
      hanCut: 'bigram',
    });
    expect(discovery.describe('all')).toMatchObject({ kind: 'alias', meta: {} });
    expect(discovery.describe('all')?.fields.get('body')).toEqual({
      type: 'text',
      analyzer: null,
      hanCut: null,
    });
    expect(discovery.describe('logs')?.kind).toBe('data_stream');
    expect(discovery.describe('.hidden')).toBeUndefined();
    await discovery.refresh();
    expect(questions.asked.filter((question) => question.includes('_analyze'))).toEqual([
      'POST /shop/_analyze ik_smart',
      'POST /shop/_analyze standard',
      'POST /books/_analyze default',
    ]);
  });

  test('what may not be asked leaves a gap; what was known stays when the cluster goes away', async () => {
    const answers: Record<string, unknown> = { ...ANSWERS };
    delete answers['/*,-.*/_alias'];
    const discovery = new Discovery(cluster(answers), SILENT);
    await discovery.refresh();
    expect(discovery.state).toMatchObject({
      ok: true,
      version: '8.16.3',
      gaps: ['aliases: no node answers'],
    });
    delete answers['/'];
    await discovery.refresh();
    expect(discovery.state.ok).toBe(false);
    expect(discovery.describe('shop')).toBeDefined();
  });
});

describe('a cluster as a backend', () => {
  let node: FakeNode | undefined;
  afterEach(() => node?.close());

  const options = (url: string) => ({
    nodes: [url],
    tls: { ca: null, fingerprint: null },
    account: { apiKey: 'c2VjcmV0OmNhbmFyeQ==' },
    connectTimeoutMs: 500,
    connections: 4,
    discovery: { intervalMs: 100_000, timeoutMs: 500 },
    ejection: { failures: 1, baseMs: 10, maxMs: 10 },
    retryBudget: 0.2,
    advertise: 'host',
    maxAnswerBytes: 1000,
    inFlight: 4,
    queue: 4,
    events: { retried() {}, ejected() {} },
    logger: SILENT,
    clock: { now: () => performance.now() },
  });
  const REQUEST = { method: 'GET', path: '/x', headers: [], body: null };
  const never = new AbortController().signal;

  test('starts while the cluster is down, says so, and recovers by itself', async () => {
    node = await startFakeNode();
    await node.close();
    const backend = createElasticsearch(options(node.url));
    await backend.refresh();
    expect(backend.health()).toEqual([{ name: 'elasticsearch', state: 'down', detail: 'no node answers' }]);
    await expect(backend.engine.exchange(REQUEST, never)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
    node = await startFakeNode(node.port);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await backend.engine.exchange(REQUEST, never)).status).toBe(200);
    await backend.close();
  });

  test('asks with its own account, and never lends it to a caller', async () => {
    node = await startFakeNode();
    node.behave(({ socket, head }) => {
      const body = head.startsWith('GET / ') ? '{"version":{"number":"9.2.4"}}' : '{}';
      socket.write(
        `HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const backend = createElasticsearch({
      ...options(node.url),
      account: { apiKey: 'c2VjcmV0OmNhbmFyeQ==' },
    });
    await backend.refresh();
    expect(backend.health()).toMatchObject([
      { state: 'up', detail: '1 of 1 nodes answer, version 9.2.4, 0 indices and aliases known' },
    ]);
    await backend.engine.exchange(REQUEST, never);
    const [asked, called] = [node.requests.slice(0, -1), node.requests.at(-1)!];
    expect(asked.every(({ head }) => head.includes('ApiKey c2VjcmV0OmNhbmFyeQ=='))).toBe(true);
    expect(called.head).toMatch(/^GET \/x /);
    expect(called.head).not.toMatch(/authorization/i);
    await backend.close();
  });

  test('reads a server that is a fork of Elasticsearch: no product header, plain JSON only', async () => {
    node = await startFakeNode();
    node.behave(({ socket, head }) => {
      const plain = !head.includes('vnd.elasticsearch');
      const body = head.startsWith('GET / ')
        ? '{"version":{"distribution":"opensearch","number":"2.19.1"}}'
        : '{}';
      socket.write(
        `HTTP/1.1 ${plain ? '200 OK' : '406 Not Acceptable'}\r\ncontent-type: application/json; charset=UTF-8\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const backend = createElasticsearch({ ...options(node.url), account: null });
    await backend.refresh();
    expect(backend.health()).toMatchObject([
      {
        state: 'up',
        detail: '1 of 1 nodes answer, version opensearch 2.19.1, 0 indices and aliases known',
      },
    ]);
    await backend.close();
  });

  test('the embedded engine behind another gateway has no data streams, which is no gap', async () => {
    node = await startFakeNode();
    node.behave(({ socket, head }) => {
      const body = head.startsWith('GET / ') ? '{"version":{"number":"8.16.3"}}' : '{}';
      const status = head.startsWith('GET /_data_stream') ? '501 Not Implemented' : '200 OK';
      socket.write(
        `HTTP/1.1 ${status}\r\nX-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const backend = createElasticsearch(options(node.url));
    await backend.refresh();
    expect(backend.health()).toMatchObject([{ state: 'up' }]);
    await backend.close();
  });

  test('a refused account is said in plain words', async () => {
    node = await startFakeNode();
    node.behave(({ socket }) =>
      socket.write(
        'HTTP/1.1 401 Unauthorized\r\nX-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}',
      ),
    );
    const backend = createElasticsearch({ ...options(node.url), account: null });
    await backend.refresh();
    expect(backend.health()).toEqual([
      {
        name: 'elasticsearch',
        state: 'degraded',
        detail: 'indices: Elasticsearch wants credentials (elasticsearch.account)',
      },
    ]);
    await backend.close();
  });
});

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { adminClient } from './admin-client.ts';
import { ask, type Gateway, startGateway } from './gateway.ts';

jest.setTimeout(120_000);

describe('the admin port of a gateway on the sample catalogue', () => {
  let folder: string;
  let gateway: Gateway;
  let call: ReturnType<typeof adminClient>;
  const search = (query: string, headers: Record<string, string> = {}) =>
    ask(`${gateway.dataUrl}/products/_search`, 'POST', { query: { match: { title: query } } }, headers);
  const idsOf = (text: string): readonly string[] =>
    (JSON.parse(text) as { hits: { hits: { _id: string }[] } }).hits.hits.map(({ _id }) => _id);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-admin-'));
    mkdirSync(join(folder, 'rules/products'), { recursive: true });
    writeFileSync(join(folder, 'rules/products/a.rules.txt'), 'earbuds =>\n  DECORATE(n): 0\n');
    writeFileSync(
      join(folder, 'relevance.yaml'),
      [
        'pipelines:',
        '  plain: { stages: [normalise, segment, rules, lexical] }',
        '  broken: { stages: [normalise, breaks, lexical] }',
        'plugins: { breaks: breaks.mjs }',
      ].join('\n'),
    );
    writeFileSync(
      join(folder, 'breaks.mjs'),
      "export default () => ({ name: 'breaks', kind: 'query', onError: 'fail', run() { throw new Error('x'); } });",
    );
    gateway = await startGateway({ cwd: folder, env: { RELEVANCE_DATA_DIR: join(folder, 'data') } });
    call = adminClient(gateway.adminUrl);
  });
  afterAll(async () => {
    gateway.process.kill('SIGTERM');
    await gateway.exited;
    rmSync(folder, { recursive: true, force: true });
  });

  describe('POST /api/explain', () => {
    test('puts stages and steps on one line of time', async () => {
      const { json } = await call('POST /api/explain', { index: 'products', query: 'earbuds' });
      expect(json.outcome).toBe('applied');
      expect(json.stages.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['normalise', 'lexical']));
      for (const { startMs, durationMs } of [...json.stages, ...json.steps]) {
        expect(startMs).toBeGreaterThanOrEqual(0);
        expect(startMs + durationMs).toBeLessThanOrEqual(json.durationMs + 1);
      }
      expect(json.steps.map(({ step }) => step)).toEqual(['read', 'hits']);
      const starts = json.stages.filter(({ kind }) => kind === 'query').map(({ startMs }) => startMs);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    });

    test('explains plain search, bypasses and fall-backs, each with the hits that the caller gets', async () => {
      const off = await call('POST /api/explain', { index: 'products', query: 'earbuds', pipeline: 'off' });
      expect(off.json).toMatchObject({ outcome: 'off', reason: null, stages: [], query: null });
      expect(off.json.hits.length).toBeGreaterThan(0);
      const sorted = await call('POST /api/explain', {
        index: 'products',
        body: { query: { match: { title: 'earbuds' } }, sort: 'price' },
      });
      expect(sorted.json).toMatchObject({ outcome: 'bypass', reason: 'sort', stages: [] });
      expect(sorted.json.steps.map(({ step }) => step)).toEqual(['read', 'plain']);
      const broken = await call('POST /api/explain', {
        index: 'products',
        query: 'earbuds',
        pipeline: 'broken',
      });
      expect(broken.json).toMatchObject({ outcome: 'bypass', reason: 'stage_failed', total: off.json.total });
      expect(broken.json.stages.map(({ stage, outcome }) => [stage, outcome])).toEqual([
        ['normalise', 'ok'],
        ['breaks', 'failed'],
      ]);
      const none = await call('POST /api/explain', { index: 'products', query: '苹菓手机壳 zzzqqq xxyyzz' });
      expect(['applied', 'bypass']).toContain(none.json.outcome);
      expect(none.json.stages.length).toBeGreaterThan(0);
    });

    test.each([
      ['a pattern', { index: 'prod*', query: 'x' }, 400, 'without wildcards'],
      ['a pipeline that is not there', { index: 'products', query: 'x', pipeline: 'nope' }, 404, 'plain'],
      [
        'a stage that it cannot do without',
        { index: 'products', query: 'x', pipeline: 'default; without="lexical"' },
        400,
        'cannot go on without',
      ],
      ['an index that is not there', { index: 'nothing', query: 'x' }, 400, 'no such index'],
    ])('%s is refused', async (_what, body, status, words) => {
      const answer = await call('POST /api/explain', body);
      expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(words)]);
    });
  });

  describe('POST /api/compare', () => {
    test('gives both sides as the data port does', async () => {
      const { status, json } = await call('POST /api/compare', {
        index: 'products',
        body: { query: { match: { title: '苹果手机壳' } } },
        pipelines: ['off', 'default'],
      });
      expect(status).toBe(200);
      const [off, on] = json.sides;
      const [direct, improved] = [
        await search('苹果手机壳', { 'relevance-pipeline': 'off' }),
        await search('苹果手机壳', { 'relevance-pipeline': 'default' }),
      ];
      expect(off.hits.map(({ id }) => id)).toEqual(idsOf(direct.text));
      expect(on.hits.map(({ id }) => id)).toEqual(idsOf(improved.text));
      expect(off.relevanceStatus).toBe('off');
      expect(on.relevanceStatus).toBe(improved.headers['relevance-status']);
      expect(on.stages.length).toBeGreaterThan(0);
      const kept = json.changes.filter(({ change }) => change !== 'lost');
      expect(kept.map(({ id }) => id)).toEqual(on.hits.map(({ id }) => id));
      expect(on.hits[0]?.source).toHaveProperty('title');
    });

    test('with fields, a size and a stage left out', async () => {
      const { json } = await call('POST /api/compare', {
        index: 'products',
        query: 'earbuds',
        size: 3,
        fields: ['brand'],
        pipelines: ['default; without="rules"', 'plain'],
      });
      const [without, plain] = json.sides;
      expect(without.stages.map(({ stage }) => stage)).not.toContain('rules');
      expect(plain.stages.map(({ stage }) => stage)).toContain('rules');
      expect(plain.hits).toHaveLength(3);
      expect(Object.keys(plain.hits[0]?.source ?? {})).toEqual(['brand']);
    });

    test('says what the engine refuses, on each side', async () => {
      const { status, json } = await call('POST /api/compare', {
        index: 'products',
        body: { query: { match: { title: 'x' } }, from: -1 },
        pipelines: ['off', 'default'],
      });
      expect(status).toBe(200);
      expect(json.sides.map((side) => side.status)).toEqual([400, 400]);
      expect(json.sides[0].error).toMatch(/from/);
      expect(json.changes).toEqual([]);
    });
  });

  test('GET /api/indices and /api/pipelines say what is searched, and how', async () => {
    const { json } = await call('GET /api/indices');
    const products = json.indices.find(({ name }) => name === 'products');
    expect(products).toMatchObject({ kind: 'index', known: true, pipeline: 'hybrid', encoder: 'be-zh@2' });
    expect(products?.fields.find(({ path }) => path === 'title')).toMatchObject({ type: 'text' });
    const pipelines = (await call('GET /api/pipelines')).json.pipelines;
    expect(pipelines.map(({ name }) => name)).toEqual(expect.arrayContaining(['default', 'plain', 'broken']));
    const plain = pipelines.find(({ name }) => name === 'plain');
    expect(plain?.stages.map(({ name, kind }) => [name, kind])).toEqual([
      ['normalise', 'query'],
      ['segment', 'query'],
      ['rules', 'query'],
      ['lexical', 'retrieve'],
      ['merchandise', 'rank'],
    ]);
  });

  test('GET /api/rules tells which rules fired for callers, and not those of the admin port', async () => {
    const countOf = async (): Promise<number> =>
      (await call('GET /api/rules')).json.fired.find(({ rule }) => rule === 'earbuds#0')?.count ?? 0;
    const before = await countOf();
    await call('POST /api/explain', { index: 'products', query: 'earbuds' });
    expect(await countOf()).toBe(before);
    await search('earbuds');
    expect(await countOf()).toBe(before + 1);
    const [fired] = (await call('GET /api/rules')).json.fired;
    expect(fired).toMatchObject({ file: 'rules/products/a.rules.txt', line: 1 });
    expect(fired?.perMinute.slice(-2).reduce((sum, times) => sum + times, 0)).toBe(before + 1);
  });

  test('corrections and searches that find nothing are counted of callers, and not of the admin port', async () => {
    const counted = async (): Promise<readonly string[]> => {
      const { text } = await ask(`${gateway.adminUrl}/metrics`);
      return text.split('\n').filter((line) => /^relevance_(?:corrections|zero_results)_total\{/.test(line));
    };
    const before = await counted();
    for (const query of ['wireles earbuds', 'qqxzqj']) {
      const { json } = await call('POST /api/explain', { index: 'products', query });
      expect(json.stages.map(({ stage }) => stage)).toContain('correct');
      await call('POST /api/compare', { index: 'products', query, pipelines: ['off', 'default'] });
      const rules = 'kettle =>\n  DECORATE(n): 2\n';
      const tried = await call('POST /api/rules/try', { index: 'products', rules, queries: [query] });
      expect([tried.status, tried.json.results.length]).toEqual([200, 1]);
    }
    expect(await counted()).toEqual(before);
    await search('wireles earbuds');
    await search('qqxzqj');
    const after = await counted();
    for (const name of ['relevance_corrections_total', 'relevance_zero_results_total']) {
      const of = (lines: readonly string[]) => lines.filter((line) => line.startsWith(name));
      expect(of(after)).not.toEqual(of(before));
    }
  });

  describe('POST /api/rules/try', () => {
    const RULES = 'earbuds =>\n  SYNONYM: headphones\n  DECORATE(n): 1\n';

    test('gives hits before and after, and nothing is in force afterwards', async () => {
      const { version } = (await call('GET /api/rules')).json;
      // In `hybrid` a leg that is late on one side is a difference, too.
      const pipeline = 'default';
      const found = async () => idsOf((await search('earbuds', { 'relevance-pipeline': pipeline })).text);
      const before = await found();
      const all = await ask(`${gateway.dataUrl}/products/_search?q=earbuds&size=10`);
      const third = idsOf(all.text)[2] ?? '';
      const { status, json } = await call('POST /api/rules/try', {
        index: 'products',
        rules: `earbuds =>\n  PIN: ${third}\n`,
        queries: ['earbuds', '手机壳'],
        size: 3,
        pipeline,
      });
      expect([status, json.errors]).toEqual([200, []]);
      const [tried, other] = json.results;
      expect(tried?.query).toBe('earbuds');
      expect(tried?.before.hits).toHaveLength(3);
      expect(tried?.after.hits[0]?.id).toBe(third);
      expect(tried?.changes[0]).toMatchObject({
        id: third,
        after: 1,
        change: expect.stringMatching(/moved|new/),
      });
      expect(tried?.after.matched.map(({ file }) => file)).toEqual(
        expect.arrayContaining(['rules/products/a.rules.txt', 'rules/products/try.rules.txt']),
      );
      expect(tried?.before.matched.map(({ file }) => file)).toEqual(['rules/products/a.rules.txt']);
      expect(other?.changes.every(({ change }) => change === 'same')).toBe(true);
      expect((await call('GET /api/rules')).json.version).toBe(version);
      expect(await found()).toEqual(before);
    });

    test('a file of the same name gives way to it', async () => {
      const asked = { index: 'products', rules: RULES, queries: ['earbuds'], file: 'a.rules.txt' };
      const [tried] = (await call('POST /api/rules/try', asked)).json.results;
      expect(tried?.after.matched.map(({ file }) => file)).toEqual(['rules/products/a.rules.txt']);
    });

    test('faulty rules are not searched with', async () => {
      const asked = { index: 'products', rules: 'earbuds =>\n  SYNONIM: x\n', queries: ['earbuds'] };
      const { status, json } = await call('POST /api/rules/try', asked);
      expect([status, json.results]).toEqual([200, []]);
      expect(json.errors).toMatchObject([{ file: 'rules/products/try.rules.txt', line: 2 }]);
    });
  });

  test('GET /api/system tells how each process fares', async () => {
    await search('earbuds');
    const { json } = await call('GET /api/system');
    expect(json.ready).toBe(true);
    expect(json.gateway).toMatchObject({
      engine: 'embedded',
      nodes: [],
      draining: false,
      dataPort: Number(new URL(gateway.dataUrl).port),
      node: process.version,
    });
    expect(json.gateway.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(json.workers).toHaveLength(1);
    const [worker] = json.workers;
    if (worker?.state !== 'serving') throw new Error('the process does not answer');
    const { report } = worker;
    expect(report.version).toBe((await call('GET /api/pipelines')).json.version);
    expect(report.rulesVersion).toBe((await call('GET /api/rules')).json.version);
    expect(report.queue).toMatchObject({ inFlight: 0, waiting: 0, limits: { queue: expect.any(Number) } });
    expect(report.pid).not.toBe(json.gateway.pid);
    const lexical = report.stages.find(({ stage }) => stage === 'lexical');
    expect(lexical).toMatchObject({ kind: 'retrieve', failed: 0, late: 0, lastFaultAt: null });
    expect(lexical?.runs).toBeGreaterThan(0);
    expect(json.dependencies.map(({ name }) => name)).toEqual(expect.arrayContaining(['workers', 'rules']));
  });

  describe('judgments and evaluations', () => {
    const judge = (document: string, grade: number | null, set = 'by-hand') =>
      call('POST /api/judgments', {
        set,
        index: 'products',
        query: 'earbuds',
        judgments: [{ document, grade }],
      });

    test('what is judged by hand is measured by the command line, and what that saves is read here', async () => {
      expect((await call('GET /api/judgments')).json).toEqual({ sets: [], unreadable: [] });
      const { status, json } = await judge('p0107', 3);
      expect([status, json]).toEqual([
        200,
        {
          set: 'by-hand',
          query: { id: 'q1', text: 'earbuds', judgments: [{ document: 'p0107', grade: 3 }] },
        },
      ]);
      await judge('p0069', 0);
      const set = await call('GET /api/judgments/{name}', undefined, 'by-hand');
      expect(set.json.queries[0]?.judgments).toHaveLength(2);
      const qrels = await ask(`${gateway.adminUrl}/api/judgments/by-hand/qrels.tsv`);
      expect(qrels.text).toBe('query-id\tcorpus-id\tscore\nq1\tp0107\t3\nq1\tp0069\t0\n');
      expect(qrels.headers['content-disposition']).toBe('attachment; filename="by-hand-qrels.tsv"');
      expect(qrels.headers['x-content-type-options']).toBe('nosniff');

      expect((await call('GET /api/evaluations')).json.evaluations).toEqual([]);
      const { PATH = '' } = process.env;
      const dataset = join(folder, 'data/judgments/by-hand');
      const command = [
        'eval',
        '--dataset',
        dataset,
        '--index',
        'products',
        '--gateway',
        gateway.dataUrl,
        '--save',
      ];
      await promisify(execFile)(process.execPath, [resolve('dist/cli/main.js'), ...command], {
        cwd: folder,
        env: { PATH, RELEVANCE_DATA_DIR: join(folder, 'data') },
      });
      const { evaluations } = (await call('GET /api/evaluations')).json;
      expect(evaluations).toMatchObject([{ index: 'products', queries: 1, ablated: false }]);
      const saved = await call('GET /api/evaluations/{id}', undefined, evaluations[0]?.id ?? '');
      expect(saved.json.metrics).toHaveProperty(['ndcg@10', 'on']);
    });

    test.each([
      ['a path for a name', { set: '../evil' }, 'lower-case letters'],
      ['a grade that there is not', { judgments: [{ document: 'p1', grade: 4 }] }, 'from 0 to 3'],
      ['no grade', { judgments: [{ document: 'p1' }] }, 'from 0 to 3'],
      ['an id that ends a row', { judgments: [{ document: 'p1\n', grade: 1 }] }, 'line ends'],
      ['no judgment', { judgments: [] }, '1 to 200'],
      ['blank words', { query: ' ' }, 'must hold words'],
    ])('%s is refused', async (_what, more, words) => {
      const body = {
        set: 's',
        index: 'products',
        query: 'x',
        judgments: [{ document: 'p1', grade: 1 }],
        ...more,
      };
      const answer = await ask(`${gateway.adminUrl}/api/judgments`, 'POST', body);
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(words)]);
    });

    test('what is not there is 404, and paths lead nowhere else', async () => {
      expect((await call('GET /api/judgments/{name}', undefined, 'nothing')).status).toBe(404);
      expect((await call('GET /api/evaluations/{id}', undefined, '20260101-x')).status).toBe(404);
      for (const trick of ['..%2f..%2frelevance', '..%5c..', 'by-hand%00']) {
        expect((await call('GET /api/judgments/{name}', undefined, trick)).status).toBe(400);
        expect((await call('GET /api/evaluations/{id}', undefined, trick)).status).toBe(400);
      }
    });
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataset } from '../../../../src/cli/eval/dataset.ts';
import { evaluationJsonText, evaluationText } from '../../../../src/cli/eval/print.ts';
import { appliedShare } from '../../../../src/evaluation/evaluation.ts';
import { loadWarning, offAndOn, runQueries } from '../../../../src/cli/eval/run-queries.ts';
import { fieldsTemplate, parseTemplate, searchBody } from '../../../../src/cli/eval/search-body.ts';
import { textFields } from '../../../../src/cli/eval/text-fields.ts';
import { usualMetrics } from '../../../../src/evaluation/metric.ts';
import { report } from '../../../../src/evaluation/report.ts';
import type { FakeEngine, FakeRequest } from '../fake-engine.ts';
import { fakeEngine } from '../fake-engine.ts';

let engine: FakeEngine | undefined;
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

describe('the search request', () => {
  test('is a match for one field and best_fields for several', () => {
    expect(fieldsTemplate(['title'])).toEqual({ query: { match: { title: '{{query}}' } } });
    const fields = ['title^2', 'text'];
    const query = '{{query}}';
    expect(fieldsTemplate(fields)).toEqual({
      query: { multi_match: { query, type: 'best_fields', fields } },
    });
    expect(fieldsTemplate(['title^2'])).toHaveProperty('query.multi_match.fields', ['title^2']);
  });

  test('holds the text wherever the template says, whatever is in it', () => {
    const text = 'a "quoted" \\ $& {{query}} 壳';
    const template = parseTemplate(
      '{"query":{"bool":{"should":[{"match":{"a":"{{query}}"}}]}},"size":3}',
      'f',
    );
    expect(JSON.parse(searchBody(template, text, 100))).toEqual({
      query: { bool: { should: [{ match: { a: text } }] } },
      from: 0,
      size: 100,
      _source: false,
    });
  });

  test.each([
    ['{', 'body.json: '],
    ['[]', 'body.json: not a JSON object'],
    ['{"query":{"match_all":{}}}', 'body.json: no string contains {{query}}'],
  ])('%s is no template', (text, message) => {
    expect(() => parseTemplate(text, 'body.json')).toThrow(message);
  });
});

describe('the text fields of an index', () => {
  const properties = {
    title: { type: 'text', fields: { keyword: { type: 'keyword' }, en: { type: 'text' } } },
    brand: { type: 'keyword' },
    about: { properties: { text: { type: 'text' }, pages: { type: 'long' } } },
    hidden: { type: 'text', index: false },
    parts: { type: 'nested', properties: { name: { type: 'text' } } },
  };

  test('leave out multi-fields, nested ones and what is not indexed; indices of an alias add up', async () => {
    const other = { title: { type: 'text' }, body: { type: 'text' } };
    engine = await fakeEngine(() => ({
      body: { a: { mappings: { properties } }, b: { mappings: { properties: other } } },
    }));
    expect(await textFields(engine.client, 'shop')).toEqual(['title', 'about.text', 'body']);
    expect(engine.requests[0]?.path).toBe('/shop/_mapping');
  });

  test('an index that is not there says so in the engine’s words', async () => {
    const error = { type: 'index_not_found_exception', reason: 'no such index [shop]' };
    engine = await fakeEngine(() => ({ status: 404, body: { error } }));
    await expect(textFields(engine.client, 'shop')).rejects.toThrow(
      '404 index_not_found_exception: no such index [shop]',
    );
  });
});

describe('queries', () => {
  const queries = ['tea', 'milk', 'rice'].map((text, at) => ({ id: `q${at}`, text, stage: null }));
  const options = { index: 'shop', template: fieldsTemplate(['title']), size: 100, concurrency: 2 };
  const hits = (...ids: string[]) => ({ hits: { hits: ids.map((_id) => ({ _id })) } });
  const isOff = ({ headers }: FakeRequest): boolean => headers['relevance-pipeline'] === 'off';

  test('go out twice, off and on; statuses are counted without their version', async () => {
    engine = await fakeEngine((request) => {
      if (isOff(request)) return { headers: { 'relevance-status': 'off' }, body: hits('a', 'b') };
      const status = request.body.includes('rice')
        ? 'bypass; reason=no_hits'
        : 'applied; degraded="segment"; version="7f"';
      return { headers: { 'relevance-status': status }, body: hits('b', 'a') };
    });
    const done: number[] = [];
    const results = await runQueries(queries, offAndOn(undefined), {
      ...options,
      client: engine.client,
      onProgress: (count) => done.push(count),
    });
    const found = (...ids: string[]) => new Map(queries.map(({ id }) => [id, ids]));
    expect(results.get('off')?.rankings).toEqual(found('a', 'b'));
    expect(results.get('on')?.rankings).toEqual(found('b', 'a'));
    expect(results.get('on')?.latenciesMs).toEqual(queries.map(() => expect.any(Number)));
    const statuses = results.get('on')?.statuses ?? new Map();
    expect(Object.fromEntries(statuses)).toEqual({
      'applied; degraded="segment"': 2,
      'bypass; reason=no_hits': 1,
    });
    expect(appliedShare(statuses)).toBeCloseTo(2 / 3, 12);
    expect(done).toEqual([1, 2, 3]);
  });

  test('that were left out for load are sent again; where that does not help, the figures come with a warning', async () => {
    let turned = 0;
    const shed = 'applied; degraded="knn"; reason=overload; version="7f"';
    engine = await fakeEngine((request) => {
      const isShed = request.body.includes('milk') || (request.body.includes('tea') && ++turned < 3);
      return { headers: { 'relevance-status': isShed ? shed : 'applied; version="7f"' }, body: hits('a') };
    });
    const on = { name: 'on', header: undefined };
    const results = await runQueries(queries, [on], {
      ...options,
      client: engine.client,
      onProgress: () => undefined,
    });
    const statuses = results.get('on')!.statuses;
    expect(Object.fromEntries(statuses)).toEqual({
      applied: 2,
      'applied; degraded="knn"; reason=overload': 1,
    });
    expect(turned).toBe(3);
    expect(loadWarning(statuses)).toMatch(/^1 of 3 searches got less than the whole pipeline/);
    expect(loadWarning(new Map([['applied', 3]]))).toBeUndefined();
  });

  test('go through the pipeline that is named', async () => {
    engine = await fakeEngine(() => ({ body: hits() }));
    const results = await runQueries(queries.slice(0, 1), offAndOn('trial'), {
      ...options,
      client: engine.client,
      onProgress: () => undefined,
    });
    expect(engine.requests.map(({ headers }) => headers['relevance-pipeline'])).toEqual(['off', 'trial']);
    expect([...(results.get('on')?.statuses ?? [])]).toEqual([['none', 1]]);
  });

  test('go out in another order each time, after a few that only warm up', async () => {
    engine = await fakeEngine(() => ({ body: hits('a') }));
    const results = await runQueries(queries, offAndOn('trial'), {
      ...options,
      concurrency: 1,
      warmUp: 1,
      client: engine.client,
      onProgress: () => undefined,
    });
    expect(engine.requests.map(({ headers }) => headers['relevance-pipeline'])).toEqual(
      ['off', 'trial'].concat(['off', 'trial'], ['trial', 'off'], ['off', 'trial']),
    );
    expect(results.get('off')?.rankings.size).toBe(3);
  });

  test('stop at the first one that fails, and say which', async () => {
    engine = await fakeEngine(() => ({ status: 400, body: { error: { type: 'parsing', reason: 'bad' } } }));
    const run = runQueries(queries, offAndOn(undefined), {
      ...options,
      client: engine.client,
      onProgress: () => undefined,
    });
    await expect(run).rejects.toThrow('query "q0" (tea): 400 parsing: bad');
  });
});

describe('the result', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relevance-eval-'));
  writeFileSync(
    join(folder, 'queries.jsonl'),
    '{"_id":"q1","text":"绿茶","stage":"segment"}\n{"_id":"q2","text":"tea"}\n',
  );
  writeFileSync(join(folder, 'qrels.tsv'), 'query-id\tcorpus-id\tscore\nq1\ta\t3\nq2\ta\t1\n');
  writeFileSync(join(folder, 'other.tsv'), 'query-id\tcorpus-id\tscore\nq1\ta\t0\n');
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is a table for people and an object for scripts', () => {
    const set = readDataset({ folder });
    expect(readDataset({ folder, qrels: 'other.tsv' }).grades.get('q1')?.get('a')).toBe(0);
    expect(() => readDataset({ folder, queries: 'none.jsonl' })).toThrow('none.jsonl: no such file');
    const runs = [
      { queryId: 'q1', off: [], on: ['a'] },
      { queryId: 'q2', off: ['a'], on: ['a'] },
    ];
    const evaluation = {
      index: 'shop',
      dataset: 'judged',
      target: 'http://127.0.0.1:9600',
      body: fieldsTemplate(['title']),
      report: report(set, runs, { k: 10, metrics: usualMetrics(10, 100) }),
      statuses: new Map([['applied', 2]]),
      latency: { off: { p50: 3, p95: 9.25 }, on: { p50: 4, p95: 12 } },
    };
    const text = evaluationText(evaluation);
    expect(text).toMatch(/^judged on shop at http:\/\/127\.0\.0\.1:9600: 2 queries\n/);
    expect(text).toMatch(/nDCG@10 +0\.500 +1\.000 +\+0\.500 .* 1 \/ 0 \/ 1\n/);
    expect(text).toMatch(/zero results +50\.0 % +0\.0 %\n/);
    expect(text).toMatch(/p95, ms +9\.3 +12\.0\n/);
    expect(text).toContain('made worse by more than 0.05 in nDCG@10: 0.0 % (0.0 % … 65.8 %), 0 of 2');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(text).toContain('Relevance-Status: applied 100.0 %');
    expect(text).toMatch(/segment +1 queries +0\.000 → 1\.000/);
    expect(text).toMatch(/\+1\.000 {2}0\.000 → 1\.000 {2}q1 {2}绿茶/);
    expect(JSON.parse(evaluationJsonText(evaluation))).toMatchObject({
      index: 'shop',
      queries: 2,
      skipped: 0,
      metrics: {
        'ndcg@10': { off: 0.5, on: 1, difference: 0.5, wins: 1, losses: 0, ties: 1 },
        'mrr@10': { off: 0.5, on: 1 },
        'recall@100': { off: 0.5, on: 1 },
      },
      damage: { count: 0, total: 2, threshold: 0.05 },
      latency: { on: { p95: 12 } },
      zeroResults: { off: 0.5, on: 0 },
      applied: 1,
      statuses: { applied: 2 },
      moved: [{ id: 'q1', text: '绿茶', off: 0, on: 1 }],
    });
  });
});

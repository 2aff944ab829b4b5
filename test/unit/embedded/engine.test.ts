import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EmbeddedEngine } from '../../../src/embedded/index.ts';
import { call, open } from './helpers.ts';

describe('the engine', () => {
  let dir: string;
  let engine: EmbeddedEngine;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'embedded-engine-'));
    engine = await open(dir);
  });
  afterEach(async () => {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test('a point in time keeps documents that were changed, deleted and compacted away since', async () => {
    for (let i = 0; i < 50; i++) await call(engine, 'PUT', `/a/_doc/${i}`, { n: i, state: 'old' });
    const { json: opened } = await call(engine, 'POST', '/a/_pit?keep_alive=1m');
    for (let i = 0; i < 40; i++) await call(engine, 'DELETE', `/a/_doc/${i}`);
    await call(engine, 'PUT', '/a/_doc/45', { n: 45, state: 'new' });
    await call(engine, 'POST', '/a/_forcemerge');
    const body = {
      size: 100,
      sort: [{ n: 'asc' }],
      query: { match: { state: 'old' } },
      pit: { id: opened['id'] },
    };
    const { json } = await call(engine, 'POST', '/_search', body);
    const { hits } = json['hits'] as { hits: { _id: string; _source: unknown }[] };
    expect(hits.map((hit) => hit._source)).toEqual(
      Array.from({ length: 50 }, (_, n) => ({ n, state: 'old' })),
    );
    const { json: now } = await call(engine, 'POST', '/a/_search', { query: { match: { state: 'old' } } });
    expect(now).toMatchObject({ hits: { total: { value: 9 } } });
  });

  test('writes that come at once are all there, one after another', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => call(engine, 'PUT', `/a/_doc/${i % 7}`, { n: i })),
    );
    const numbers = answers.map(({ json }) => json['_seq_no'] as number).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect((await call(engine, 'GET', '/a/_count')).json).toMatchObject({ count: 7 });
  });

  test('names with dates and wildcards', async () => {
    await call(engine, 'PUT', '/%3Clogs-%7Bnow%2Fd%7D%3E/_doc/1', { a: 1 });
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
    const { json } = await call(engine, 'GET', '/logs-*,-nothing/_mapping');
    expect(Object.keys(json)).toEqual([`logs-${today}`]);
    expect((await call(engine, 'GET', '/%3Clogs-%7Bnow%2Fd%7D%3E/_doc/1')).status).toBe(200);
  });

  test('what is missing is named with 501, in the shape of an error of Elasticsearch', async () => {
    for (const [method, path] of [
      ['PUT', '/_ingest/pipeline/a'],
      ['POST', '/a/_rollover'],
      ['POST', '/_reindex'],
      ['GET', '/_tasks'],
      ['PUT', '/_index_template/a'],
    ] as const) {
      const { status, json } = await call(engine, method, path, {});
      expect(status).toBe(501);
      expect(json).toMatchObject({
        status: 501,
        error: { type: 'not_implemented_exception', reason: expect.stringContaining(path) },
      });
    }
    const nested = await call(engine, 'PUT', '/n', { mappings: { properties: { o: { type: 'nested' } } } });
    expect(nested).toMatchObject({ status: 501 });
  });

  test('pretty and filter_path', async () => {
    await call(engine, 'PUT', '/a/_doc/1', '{"b":{"c":[{"d":"x"},{"d":"y","f":2}]},"e":1.0}');
    expect((await call(engine, 'GET', '/a/_doc/1?pretty&filter_path=_source.e,_source.b.c.f')).text).toBe(
      '{\n  "_source" : {\n    "b" : {\n      "c" : [\n        {\n          "f" : 2\n        }\n      ]\n    },\n    "e" : 1.0\n  }\n}\n',
    );
    expect((await call(engine, 'GET', '/a/_doc/1?filter_path=_source.**.d')).json).toEqual({
      _source: { b: { c: [{ d: 'x' }, { d: 'y' }] } },
    });
  });

  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const command = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('index' as const), id, n: fc.nat(9) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), id, n: fc.constant(0) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('update' as const), id, n: fc.nat(9) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('merge' as const, 'reopen' as const),
        id,
        n: fc.constant(0),
      }),
    },
  );

  test('holds what a plain map holds, whatever is done and however often it is opened anew', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 25 }), async (commands) => {
        const name = `r${round++}`;
        const model = new Map<string, { n: number; m?: number }>();
        await call(engine, 'PUT', `/${name}`);
        for (const step of commands) {
          if (step.kind === 'index') {
            model.set(step.id, { n: step.n });
            await call(engine, 'PUT', `/${name}/_doc/${step.id}`, { n: step.n });
          } else if (step.kind === 'delete') {
            const { status } = await call(engine, 'DELETE', `/${name}/_doc/${step.id}`);
            expect(status).toBe(model.delete(step.id) ? 200 : 404);
          } else if (step.kind === 'update') {
            const { status } = await call(engine, 'POST', `/${name}/_update/${step.id}`, {
              doc: { m: step.n },
            });
            const known = model.get(step.id);
            expect(status).toBe(known === undefined ? 404 : 200);
            if (known !== undefined) model.set(step.id, { ...known, m: step.n });
          } else if (step.kind === 'merge') await call(engine, 'POST', `/${name}/_forcemerge`);
          else {
            await engine.close();
            engine = await open(dir);
          }
        }
        const { json } = await call(engine, 'POST', `/${name}/_search`, { size: 10 });
        const { hits } = json['hits'] as { hits: { _id: string; _source: unknown }[] };
        expect(new Map(hits.map((hit) => [hit._id, hit._source]))).toEqual(model);
        for (const n of new Set([...model.values()].map((doc) => doc.n))) {
          const found = await call(engine, 'POST', `/${name}/_count`, { query: { term: { n } } });
          expect(found.json['count']).toBe([...model.values()].filter((doc) => doc.n === n).length);
        }
        await call(engine, 'DELETE', `/${name}`);
      }),
      { numRuns: 40 },
    );
    expect(engine.damages).toEqual([]);
  }, 60_000);
});

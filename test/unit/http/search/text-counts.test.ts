import { describe, expect, test } from '@jest/globals';
import type { EngineRequest, RawHeaders, SearchEngine } from '../../../../src/domain/engine.ts';
import { createTextCounts } from '../../../../src/http/search/text-counts.ts';
import { request } from '../../search-api/compiling.ts';

const SEARCH = request('{"query":{"match":{"title":"手鸡"}}}');
const signal = new AbortController().signal;
const as = (...headers: RawHeaders) => ({ ...SEARCH, headers });

/** Counts the characters of each text, for whoever asks; remembers what was asked. */
function engine(status = 200): { readonly engine: SearchEngine; readonly asked: EngineRequest[] } {
  const asked: EngineRequest[] = [];
  return {
    asked,
    engine: {
      async exchange(sent) {
        asked.push(sent);
        const texts = Buffer.from(sent.body ?? [])
          .toString()
          .matchAll(/"multi_match":\{"query":"([^"]*)"/g);
        const responses = Array.from(texts, ([, text]) => ({ hits: { total: { value: text!.length } } }));
        return { status, headers: [], body: Buffer.from(JSON.stringify({ responses })) };
      },
    },
  };
}

describe('createTextCounts', () => {
  test('asks once for each text, with the caller’s credentials and without their gateway headers', async () => {
    const { engine: counting, asked } = engine();
    const counts = createTextCounts(counting);
    const search = as('Authorization', 'ApiKey a', 'Relevance-Context', 'x=1');
    expect(await counts.count(search, ['手鸡', '手机壳', '手鸡'], { signal })).toEqual([2, 3, 2]);
    expect(await counts.count(search, ['手机壳', '壳'], { signal })).toEqual([3, 1]);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 2 }, () => 'POST /products/_msearch'),
    );
    expect(asked[0]!.headers).toEqual(['Authorization', 'ApiKey a', 'content-type', 'application/json']);
    expect(Buffer.from(asked[1]!.body!).toString()).not.toContain('手机壳');
  });

  test('shares nothing between callers, indices and fields', async () => {
    const { engine: counting, asked } = engine();
    const counts = createTextCounts(counting);
    const field = request('{"query":{"match":{"brand":"手鸡"}}}');
    for (const search of [
      as('authorization', 'ApiKey a'),
      as('authorization', 'ApiKey b'),
      as('authorization', 'ApiKey a', 'es-security-runas-user', 'c'),
      { ...SEARCH, indices: ['other'] },
      field,
    ]) {
      await counts.count(search, ['手鸡'], { signal });
      await counts.count(search, ['手鸡'], { signal });
    }
    expect(asked).toHaveLength(5);
  });

  test('knows nothing where the engine refuses, and asks again', async () => {
    const { engine: refusing, asked } = engine(403);
    const counts = createTextCounts(refusing);
    expect(await counts.count(SEARCH, ['a', 'b'], { signal })).toEqual([null, null]);
    await counts.count(SEARCH, ['a'], { signal });
    expect(asked).toHaveLength(2);
  });
});

describe('hits', () => {
  const counting = (total: unknown, status = 200) => {
    const asked: EngineRequest[] = [];
    const counts = createTextCounts({
      async exchange(sent) {
        asked.push(sent);
        return { status, headers: [], body: Buffer.from(JSON.stringify({ hits: { total } })) };
      },
    });
    return { counts, asked };
  };
  const body = Buffer.from('{"size":5,"aggs":{"a":{}},"query":{"match":{"title":"手机"}},"from":3}');

  test('asks for the query alone, as its caller', async () => {
    const { counts, asked } = counting({ value: 7, relation: 'eq' });
    const search = as('authorization', 'ApiKey a');
    expect(await counts.hits(search, { body, atMost: 10 }, { signal })).toBe(7);
    expect(asked).toHaveLength(1);
    const [{ method, path, headers, body: sent }] = asked as [EngineRequest];
    expect([method, path, headers[1]]).toEqual(['POST', '/products/_search', 'ApiKey a']);
    expect(JSON.parse(Buffer.from(sent!).toString())).toEqual({
      size: 0,
      track_total_hits: 10,
      query: { match: { title: '手机' } },
    });
  });

  test('knows nothing where the engine refuses, or nothing is asked', async () => {
    expect(await counting({ value: 7 }, 403).counts.hits(SEARCH, { body, atMost: 1 }, { signal })).toBeNull();
    const { counts, asked } = counting(7);
    expect(await counts.hits(SEARCH, { body: Buffer.alloc(0), atMost: 1 }, { signal })).toBeNull();
    expect(await counts.hits(SEARCH, { body: Buffer.from('{"size":1}'), atMost: 1 }, { signal })).toBeNull();
    expect(asked).toEqual([]);
    expect(await counts.hits(SEARCH, { body, atMost: 10 }, { signal })).toBe(7);
  });
});

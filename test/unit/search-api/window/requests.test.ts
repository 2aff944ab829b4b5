import { describe, expect, test } from '@jest/globals';
import { typedQuery, type Query } from '../../../../src/domain/query.ts';
import type { SearchRequest } from '../../../../src/domain/search-request.ts';
import { readSearch } from '../../../../src/search-api/read-search.ts';
import { beyondRequest, hydrationRequest } from '../../../../src/search-api/window/hit-requests.ts';
import { legFilters } from '../../../../src/search-api/window/leg-filters.ts';
import { nearestLeg, queryLeg } from '../../../../src/search-api/window/leg-request.ts';
import { rankingOf } from '../../../../src/search-api/window/may-rank.ts';
import { windowRequest } from '../../../../src/search-api/window/window-request.ts';

const WORDS = { match: { title: 'red shoes' } };
const TERM = { term: { brand: 'acme' } };
const RANGE = { range: { price: { gte: 10 } } };

function requestOf(body: unknown, queryString = ''): SearchRequest {
  const read = readSearch({
    target: { indices: ['products'], queryString },
    headers: [],
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  });
  if (read.kind === 'bypass') throw new Error(read.reason);
  return read.request;
}

const json = (body: Uint8Array): unknown => JSON.parse(Buffer.from(body).toString());
const nothing = typedQuery('red shoes');

describe('the window of leg 1', () => {
  test('asks for the best hits and what ranking reads, and for all else as the caller did', () => {
    const { body, queryString } = requestOf(
      {
        query: WORDS,
        from: 20,
        size: 10,
        highlight: { fields: { title: {} } },
        _source: false,
        fields: ['brand'],
        aggs: { brands: { terms: { field: 'brand' } } },
        track_total_hits: true,
        timeout: '1s',
      },
      'size=5&_source_includes=title&typed_keys&routing=x&pretty',
    );
    const window = windowRequest({ body, queryString }, { size: 100, fields: ['title'], preference: 'p' });
    expect(json(window.body)).toEqual({
      from: 0,
      size: 100,
      _source: ['title'],
      query: WORDS,
      aggs: { brands: { terms: { field: 'brand' } } },
      track_total_hits: true,
      timeout: '1s',
    });
    expect(window.queryString).toBe('typed_keys&routing=x&pretty&preference=p');
  });

  test('keeps numbers and the rest of the body as they were written', () => {
    const body = Buffer.from('{ "query" : {"term":{"n":12345678901234567890}} , "size":1.0 }');
    const window = windowRequest(
      { body, queryString: 'preference=own' },
      { size: 2, fields: [], preference: 'p' },
    );
    expect(Buffer.from(window.body).toString()).toBe(
      '{"from":0,"size":2,"_source":false,"query" : {"term":{"n":12345678901234567890}}}',
    );
    expect(window.queryString).toBe('preference=own');
  });

  test('is a body of its own for words in the URL', () => {
    const { body, queryString } = requestOf(undefined, 'q=red+shoes&from=5');
    const window = windowRequest({ body, queryString }, { size: 2, fields: [], preference: 'p' });
    expect(json(window.body)).toEqual({ from: 0, size: 2, _source: false });
    expect(window.queryString).toBe('q=red+shoes&preference=p');
  });
});

describe('the hits of a page', () => {
  const documents = [
    { index: 'a', id: '1' },
    { index: 'b', id: '2' },
    { index: 'a', id: '3' },
  ];
  const isOneOf = {
    bool: {
      should: [
        { bool: { filter: [{ term: { _index: 'a' } }, { ids: { values: ['1', '3'] } }] } },
        { bool: { filter: [{ term: { _index: 'b' } }, { ids: { values: ['2'] } }] } },
      ],
    },
  };

  test('are asked for by their ids, with the words for what belongs to words', () => {
    const { body, queryString } = requestOf(
      {
        query: WORDS,
        aggs: {},
        suggest: {},
        highlight: { fields: { title: {} } },
        _source: ['title'],
        terminate_after: 1,
        runtime_mappings: { x: { type: 'long' } },
        sort: ['_score'],
      },
      'typed_keys&version=true&terminate_after=5&routing=x',
    );
    const asked = hydrationRequest({ body, queryString, preference: 'p' }, documents);
    expect(json(asked.body)).toEqual({
      query: { bool: { should: [WORDS], filter: [isOneOf] } },
      from: 0,
      size: 3,
      track_total_hits: false,
      highlight: { fields: { title: {} } },
      _source: ['title'],
      runtime_mappings: { x: { type: 'long' } },
    });
    expect(asked.queryString).toBe('version=true&routing=x&preference=p');
  });

  test('behind all that was ranked are the engine’s, without what was shown', () => {
    const { body, queryString } = requestOf(undefined, 'q=red+shoes&df=title&default_operator=AND&from=50');
    const asked = beyondRequest(
      { body, queryString, preference: 'p' },
      { shown: documents, from: 30, size: 10 },
    );
    const words = { query_string: { query: 'red shoes', default_field: 'title', default_operator: 'AND' } };
    expect(json(asked.body)).toEqual({
      query: { bool: { must: [words], must_not: [isOneOf] } },
      from: 30,
      size: 10,
      track_total_hits: false,
    });
    expect(asked.queryString).toBe('preference=p');
  });
});

describe('what other legs are held to', () => {
  const filtersOf = (body: unknown, query: Query = nothing): unknown[] =>
    legFilters(requestOf(body), query).map((filter) => JSON.parse(filter) as unknown);
  const NOT = { bool: { must_not: [RANGE] } };

  test.each<[string, unknown, unknown[]]>([
    ['words alone', { query: WORDS }, []],
    ['a filter', { query: { bool: { must: WORDS, filter: TERM } } }, [TERM]],
    ['what must not be', { query: { bool: { must: [WORDS], must_not: RANGE } } }, [NOT]],
    ['what must be besides words', { query: { bool: { must: [WORDS, TERM, RANGE] } } }, [TERM, RANGE]],
    ['not what only raises', { query: { bool: { must: [WORDS], should: [TERM] } } }, []],
    [
      'one of several, where none is words',
      { query: { bool: { must: [WORDS, { bool: { should: [TERM, RANGE] } }] } } },
      [{ bool: { should: [{ bool: { filter: [TERM] } }, { bool: { filter: [RANGE] } }] } }],
    ],
    ['not one of several, where words will do', { query: { bool: { should: [WORDS, TERM] } } }, []],
    ['a lone should', { query: { bool: { should: [{ bool: { must: [WORDS], filter: [TERM] } }] } } }, [TERM]],
    [
      'deep down',
      {
        query: {
          function_score: {
            query: {
              boosting: {
                positive: { bool: { must: [WORDS], filter: [TERM] } },
                negative: RANGE,
                negative_boost: 0.5,
              },
            },
          },
        },
      },
      [TERM],
    ],
    [
      'nested',
      { query: { nested: { path: 'n', query: { bool: { must: [WORDS], filter: [TERM] } } } } },
      [{ nested: { path: 'n', query: { bool: { filter: [TERM] } }, ignore_unmapped: true } }],
    ],
    [
      'constant scores',
      { query: { bool: { must: [WORDS, { constant_score: { filter: TERM } }] } } },
      [{ constant_score: { filter: TERM } }],
    ],
    ['a post filter', { query: WORDS, post_filter: TERM }, [TERM]],
  ])('%s', (_name, body, expected) => {
    expect(filtersOf(body)).toEqual(expected);
  });

  test('rules’ filters and hides', () => {
    const ruled: Query = {
      ...nothing,
      filters: [
        {
          clause: { must: [], should: [], mustNot: [], phrase: null, raw: '{"term":{"brand":"acme"}}' },
          origin: 'rule',
        },
      ],
      instructions: { ...nothing.instructions, hides: [{ ids: ['7'], origin: 'rule' }] },
    };
    expect(filtersOf({ query: WORDS }, ruled)).toEqual([
      TERM,
      { bool: { must_not: [{ ids: { values: ['7'] } }] } },
    ]);
  });

  test('stands in the query of a leg, and in the filter of a vector search', () => {
    const request = requestOf({
      query: { bool: { must: [WORDS], filter: [TERM] } },
      runtime_mappings: { x: { type: 'long' } },
    });
    const shared = {
      size: 5,
      _source: ['title'],
      track_total_hits: false,
      runtime_mappings: { x: { type: 'long' } },
    };
    const asked = { size: 5, fields: ['title'] };
    expect(json(queryLeg({ request, query: nothing, dsl: '{"match_all":{}}' }, asked))).toEqual({
      query: { bool: { must: [{ match_all: {} }], filter: [TERM] } },
      ...shared,
    });
    const vector = { field: 'v', vector: Float32Array.of(0.5, -1), candidates: 50, similarity: 0.3 };
    expect(json(nearestLeg(request, nothing, { ...asked, ...vector }))).toEqual({
      knn: { field: 'v', query_vector: [0.5, -1], k: 5, num_candidates: 50, similarity: 0.3, filter: [TERM] },
      ...shared,
    });
  });
});

describe('who may order hits', () => {
  test.each<[string, unknown, string, ReturnType<typeof rankingOf>]>([
    ['words', { query: WORDS }, '', 'open'],
    [
      'words with filters',
      { query: { bool: { must: [WORDS, TERM], filter: RANGE, must_not: TERM } } },
      '',
      'open',
    ],
    [
      'words in several fields',
      { query: { bool: { should: [WORDS, { match: { text: 'red shoes' } }] } } },
      '',
      'open',
    ],
    ['a function', { query: { function_score: { query: WORDS, weight: 2 } } }, '', 'scoring_function'],
    [
      'a field that scores',
      { query: { bool: { must: [WORDS, { rank_feature: { field: 'p' } }] } } },
      '',
      'scoring_function',
    ],
    ['a field that raises', { query: { bool: { must: [WORDS], should: [TERM] } } }, '', 'scoring_function'],
    [
      'documents of the caller’s choice',
      { query: { pinned: { ids: ['1'], organic: WORDS } } },
      '',
      'scoring_function',
    ],
    ['hits without ids', { query: WORDS, stored_fields: '_none_' }, '', 'no_ids'],
    ['hits without ids, by the URL', { query: WORDS }, 'stored_fields=_none_', 'no_ids'],
  ])('%s', (_name, body, queryString, expected) => {
    expect(rankingOf(requestOf(body, queryString))).toBe(expected);
  });
});

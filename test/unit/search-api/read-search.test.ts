import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BODY_FEATURES, PARAMETER_FEATURES } from '../../../src/search-api/feature-table.ts';
import { readSearch } from '../../../src/search-api/read-search.ts';

const read = (body: string | Buffer, queryString = '') =>
  readSearch({ target: { indices: ['products'], queryString }, headers: [], body: Buffer.from(body) });
const outcome = (body: string | Buffer, queryString = ''): string => {
  const result = read(body, queryString);
  return result.kind === 'bypass' ? result.reason : `improve: ${result.request.text}`;
};
const MATCH = '{"match":{"title":"red shoes"}}';
const withQuery = (query: string): string => `{"query":${query}}`;

/** A value that each feature may have in a real request. */
const VALUES: Record<string, string> = {
  query: MATCH,
  from: '0',
  size: '10',
  sort: '["_score"]',
  terminate_after: '1',
  timeout: '"1s"',
};

describe('every body key of the table', () => {
  test.each(
    BODY_FEATURES.filter(({ name }) => name !== 'query').map((feature) => [feature.name, feature] as const),
  )('%s', (name, { disposition, reason }) => {
    const body = `{"query":${MATCH},"${name}":${VALUES[name] ?? '{}'}}`;
    expect(outcome(body)).toBe(disposition === 'bypass' ? reason : 'improve: red shoes');
  });

  test('any other key is a bypass', () => {
    expect(outcome(`{"query":${MATCH},"new_feature":{}}`)).toBe('unknown_key');
  });
});

describe('every URL parameter of the table', () => {
  const value = (name: string): string =>
    ({ from: '0', size: '5', sort: '_score', filter_path: 'hits.hits._id', q: 'red+shoes' })[name] ?? 'x';
  test.each(PARAMETER_FEATURES.map((feature) => [feature.name, feature] as const))(
    '%s',
    (name, { disposition, reason }) => {
      const body = name === 'q' ? '' : withQuery(MATCH);
      expect(outcome(body, `${name}=${value(name)}`)).toBe(
        disposition === 'bypass' ? reason : 'improve: red shoes',
      );
    },
  );

  test.each([
    ['unknown=1', 'unknown_parameter'],
    ['size=1&size=2', 'parameter'],
    ['routing=%ff', 'parameter'],
    ['size=0', 'size_zero'],
    ['size=abc', 'page'],
    ['from=-1', 'page'],
    ['from=9999&size=2', 'window'],
    ['size=2147483647', 'window'],
    ['sort=price:desc', 'sort'],
  ])('%s', (queryString, reason) => expect(outcome(withQuery(MATCH), queryString)).toBe(reason));
});

describe('the user’s text', () => {
  test.each([
    ['{"match":{"title":"red shoes"}}'],
    ['{"match":{"title":{"query":"red shoes","operator":"and","boost":2}}}'],
    ['{"match_phrase":{"title":"red shoes"}}'],
    ['{"match_bool_prefix":{"title":"red shoes"}}'],
    ['{"multi_match":{"query":"red shoes","fields":["title^3","brand"],"type":"best_fields"}}'],
    ['{"combined_fields":{"query":"red shoes","fields":["title"]}}'],
    ['{"query_string":{"query":"red shoes","default_field":"title"}}'],
    ['{"simple_query_string":{"query":"red shoes","fields":["title"]}}'],
    ['{"bool":{"must":{"match":{"title":"red shoes"}},"filter":{"term":{"brand":"x"}}}}'],
    ['{"bool":{"should":[{"match":{"title":"red shoes"}},{"match_phrase":{"title":"red shoes"}}]}}'],
    ['{"bool":{"must":[{"match":{"title":"red shoes"}}],"must_not":[{"match":{"title":"blue"}}]}}'],
    [
      '{"dis_max":{"queries":[{"match":{"title":"red shoes"}},{"match":{"brand":"red shoes"}}],"tie_breaker":0.1}}',
    ],
    ['{"function_score":{"query":{"match":{"title":"red shoes"}},"field_value_factor":{"field":"p"}}}'],
    ['{"script_score":{"query":{"match":{"title":"red shoes"}},"script":{"source":"_score"}}}'],
    ['{"nested":{"path":"c","query":{"match":{"c.text":"red shoes"}}}}'],
    [
      '{"boosting":{"positive":{"match":{"title":"red shoes"}},"negative":{"term":{"a":"b"}},"negative_boost":0.2}}',
    ],
    ['{"bool":{"must":[{"match":{"title":"red shoes"}},{"match":{"price":5}}]}}'],
    ['{"bool":{"must":[{"match":{"title":"red shoes"}},{"range":{"price":{"lt":5}}}]}}'],
  ])('is found in %s', (query) => {
    expect(outcome(withQuery(query))).toBe('improve: red shoes');
  });

  test.each([
    ['{"match_all":{}}', 'no_text'],
    ['{"bool":{"filter":{"match":{"title":"red"}}}}', 'no_text'],
    ['{"constant_score":{"filter":{"match":{"title":"red"}}}}', 'no_text'],
    ['{"match":{"title":" "}}', 'no_text'],
    ['{"bool":{"must":[{"match":{"title":"red"}},{"match":{"brand":"blue"}}]}}', 'different_texts'],
    ['{"knn":{"field":"v","query_vector":[1]}}', 'unknown_query'],
    ['{"more_like_this":{"like":"red"}}', 'unknown_query'],
    ['{"brand_new":{}}', 'unknown_query'],
    ['{"match":{"a":"red","b":"red"}}', 'unknown_query'],
    ['{"match":{"title":"red"},"match_all":{}}', 'unknown_query'],
    ['{"match":{"title":{"query":"red","new_option":1}}}', 'unknown_query'],
    ['{"bool":{"must":[],"new_option":1}}', 'unknown_query'],
    ['{"nested":{"path":"c","query":{"match":{"c.t":"red"}},"inner_hits":{}}}', 'inner_hits'],
    ['{"query_string":{"query":"red AND shoes"}}', 'operators'],
    ['{"query_string":{"query":"title:red"}}', 'operators'],
    ['{"simple_query_string":{"query":"red -shoes"}}', 'operators'],
    ['{"match":{"__proto__":"red"}}', 'improve: red'],
    [`{"match":{"title":"${'x'.repeat(1025)}"}}`, 'text_too_long'],
    ['[]', 'unknown_query'],
    ['null', 'unknown_query'],
  ])('%s → %s', (query, reason) => {
    expect(outcome(withQuery(query))).toBe(reason);
  });

  test.each([
    ['q=red+shoes', 'improve: red shoes'],
    ['q=%E8%8B%B9%E6%9E%9C', 'improve: 苹果'],
    ['q=wi-fi', 'improve: wi-fi'],
    ['q=title:red', 'operators'],
    ['q=red*', 'operators'],
    ['q=%2Bred', 'operators'],
    ['q="red"', 'operators'],
    ['q=', 'no_text'],
  ])('%s', (queryString, expected) => expect(outcome('', queryString)).toBe(expected));
});

describe('sort', () => {
  test.each([
    ['"_score"', true],
    ['["_score"]', true],
    ['{"_score":"desc"}', true],
    ['[{"_score":{"order":"desc"}}]', true],
    ['[{"_score":{}}]', true],
    ['{"_score":"asc"}', false],
    ['["_score",{"price":"asc"}]', false],
    ['[]', false],
    ['[["_score"]]', false],
    ['{"price":"desc"}', false],
    ['{"_score":{"order":"desc","mode":"min"}}', false],
  ])('%s', (sort, isAllowed) => {
    expect(outcome(`{"query":${MATCH},"sort":${sort}}`)).toBe(isAllowed ? 'improve: red shoes' : 'sort');
  });
});

describe('bodies that are not plain JSON', () => {
  test.each([
    ['', 'no_query'],
    ['{', 'syntax'],
    ['{} x', 'syntax'],
    ["{'query':{}}", 'syntax'],
    ['/* c */ {}', 'syntax'],
    ['[]', 'syntax'],
    [`{"query":${MATCH},"query":${MATCH}}`, 'duplicate_key'],
    [`{"query":${MATCH},"quer\\u0079":${MATCH}}`, 'duplicate_key'],
    [`\ufeff{"query":${MATCH}}`, 'encoding'],
    ['{"query":{"match":{"title":"\\ud800"}}}', 'encoding'],
    [`{"query":${MATCH},"aggs":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'size'],
    [`{"query":${'{"bool":{"must":'.repeat(60)}${MATCH}${'}}'.repeat(60)}}`, 'size'],
    ['{"size":0}', 'size_zero'],
    [`{"query":${MATCH},"size":1e1}`, 'page'],
    [`{"query":${MATCH},"size":"5"}`, 'page'],
    [`{"query":${MATCH},"explain":false}`, 'improve: red shoes'],
  ])('%j', (body, expected) => expect(outcome(body)).toBe(expected));

  test('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => outcome(Buffer.from(bytes)).length > 0),
    );
    fc.assert(fc.property(fc.json(), (body) => outcome(body).length > 0));
    fc.assert(fc.property(fc.json(), (query) => outcome(withQuery(query)).length > 0));
    fc.assert(fc.property(fc.string(), (queryString) => outcome('', queryString).length > 0));
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BODY_FEATURES, PARAMETER_FEATURES } from '../../../src/search-api/feature-table.ts';
import { QUERY_TABLE, type QueryRow } from '../../../src/search-api/query-table.ts';
import { readSearch } from '../../../src/search-api/read-search.ts';
import { TEXT_KINDS } from '../../../src/search-api/text-kinds.ts';

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
    ({
      from: '0',
      size: '5',
      sort: '_score',
      filter_path: 'hits.hits._id',
      q: 'red+shoes',
      format: 'json',
      source: `${encodeURIComponent(withQuery(MATCH))}&source_content_type=application/json`,
      source_content_type: `application/json&source=${encodeURIComponent(withQuery(MATCH))}`,
    })[name] ?? 'x';
  test.each(PARAMETER_FEATURES.map((feature) => [feature.name, feature] as const))(
    '%s',
    (name, { disposition, reason }) => {
      const body = name === 'q' || name.startsWith('source') ? '' : withQuery(MATCH);
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
    ['size=1;from=0', 'parameter'],
    ['size=1#from=0', 'parameter'],
    ['s%69ze=1', 'parameter'],
    ['routing=é', 'parameter'],
    ['format=yaml', 'media_type'],
    ['source=%7B%7D&source_content_type=application/json', 'parameter'],
  ])('%s', (queryString, reason) => expect(outcome(withQuery(MATCH), queryString)).toBe(reason));

  test.each([
    ['source=%7B%7D', 'media_type'],
    ['source=%7B%7D&source_content_type=application/yaml', 'media_type'],
    ['source_content_type=application/json', 'parameter'],
    ['source=%7B&source_content_type=application/json', 'syntax'],
  ])('%s', (queryString, reason) => expect(outcome('', queryString)).toBe(reason));
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
    ['{"match":{"title":"🎧🎧 !?"}}', 'no_text'],
    ['{"bool":{"must":[{"match":{"title":"red"}},{"match":{"brand":"blue"}}]}}', 'different_texts'],
    ['{"knn":{"field":"v","query_vector":[1]}}', 'composed'],
    ['{"function_score":{"query":{"match":{"title":"red"}},"min_score":1}}', 'scores'],
    ['{"multi_match":{"query":"red","type":"some_fields"}}', 'unknown_query'],
    ['{"match":{"title":{"query":"red","operator":5}}}', 'unknown_query'],
    ['{"multi_match":{"query":"red","fields":["title^x"]}}', 'unknown_query'],
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

describe('every kind of query in a scoring position', () => {
  const words = (name: string): string =>
    TEXT_KINDS.get(name)?.shape === 'field' ? '{"title":"red shoes"}' : '{"query":"red shoes"}';
  test.each([...QUERY_TABLE])('%s', (name, row) => {
    const inner: Record<QueryRow['kind'], string> = {
      text: words(name),
      compound: row.kind === 'compound' ? `{"${row.scoring[0] ?? 'filter'}":${MATCH}}` : '',
      carry: '{}',
      bypass: '{}',
    };
    const expected = {
      text: 'improve: red shoes',
      compound: row.kind === 'compound' && row.scoring.length > 0 ? 'improve: red shoes' : 'no_text',
      carry: 'no_text',
      bypass: row.kind === 'bypass' ? row.reason : '',
    };
    expect(outcome(withQuery(`{"${name}":${inner[row.kind]}}`))).toBe(expected[row.kind]);
  });

  test('what stands around a clause is told', () => {
    const body = withQuery(
      `{"function_score":{"query":{"nested":{"path":"parts","query":{"match":{"parts.title":"red shoes"}}}}}}`,
    );
    expect(read(body)).toMatchObject({
      request: {
        clauses: [{ nestedPath: 'parts', underFunction: true, fields: [{ name: 'parts.title', boost: 1 }] }],
      },
    });
  });

  test('ranges are those of the clause and of its text', () => {
    const clause = '{ "multi_match" : {"fields":["title^3.5"],"query":"\\u82f9果", "boost":2.0} }';
    const body = Buffer.from(`{"size":1,"query":${clause}}`);
    const result = read(body);
    if (result.kind === 'bypass') throw new Error(result.reason);
    const [found] = result.request.clauses;
    expect(result.request.text).toBe('苹果');
    expect(body.subarray(found!.range.start, found!.range.end).toString()).toBe(clause);
    expect(body.subarray(found!.textRange.start, found!.textRange.end).toString()).toBe('"\\u82f9果"');
    expect(found).toMatchObject({
      fields: [{ name: 'title', boost: 3.5 }],
      options: new Map([['boost', '2.0']]),
    });
  });

  test('a body in source= is the body', () => {
    const source = withQuery(MATCH);
    const result = read(
      '',
      `source=${encodeURIComponent(source)}&source_content_type=application/json&size=3`,
    );
    expect(result).toMatchObject({ kind: 'improve', request: { queryString: 'size=3', size: 3 } });
    if (result.kind === 'improve') expect(Buffer.from(result.request.body).toString()).toBe(source);
  });
});

describe('sort', () => {
  test.each([
    ['"_score"', true],
    ['["_score"]', true],
    ['{"_score":"desc"}', true],
    ['[{"_score":{"order":"desc"}}]', true],
    ['[{"_score":{}}]', true],
    ['{"_score":"asc"}', false],
    ['{"_score":5}', false],
    ['{"_score":["desc"]}', false],
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

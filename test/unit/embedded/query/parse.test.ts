import { describe, expect, test } from '@jest/globals';
import { parseAggregations } from '../../../../src/embedded/aggregations/parse.ts';
import { SearchFault } from '../../../../src/embedded/query/fault.ts';
import { parseQuery } from '../../../../src/embedded/query/parse.ts';
import { ALL, bool } from '../../../../src/embedded/query/plan.ts';
import { parseSearch } from '../../../../src/embedded/search/request.ts';

function fault(run: () => unknown): SearchFault {
  try {
    run();
  } catch (error) {
    if (error instanceof SearchFault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what Elasticsearch has and this engine lacks is a 501 that names it', () => {
  test.each([
    ['query [nested]', () => parseQuery({ nested: { path: 'a', query: { match_all: {} } } })],
    ['query [script_score]', () => parseQuery({ bool: { must: [{ script_score: {} }] } })],
    ['aggregation [percentiles]', () => parseAggregations({ p: { percentiles: { field: 'price' } } })],
    ['[rescore]', () => parseSearch({ rescore: { window_size: 5 } })],
    ['[suggest]', () => parseSearch({ suggest: { s: { text: 'x' } } })],
    ['[collapse] with [inner_hits]', () => parseSearch({ collapse: { field: 'a', inner_hits: {} } })],
    [
      '[quote_analyzer] of [query_string]',
      () => parseQuery({ query_string: { query: 'a', quote_analyzer: 'english' } }),
    ],
  ])('%s', (what, run) => {
    const { options, message, type } = fault(run);
    expect(options.status).toBe(501);
    expect(type).toBe('not_implemented_exception');
    expect(message).toBe(`${what} is not supported by the embedded engine`);
  });
});

describe('what Elasticsearch refuses is a 400 in its words', () => {
  test.each([
    ['unknown query [foo]', () => parseQuery({ foo: {} })],
    ['Unknown aggregation type [foo]', () => parseAggregations({ a: { foo: {} } })],
    ['Unknown key for a VALUE_STRING in [foo].', () => parseSearch({ foo: 'x' })],
    ['[term] query does not support [foo]', () => parseQuery({ term: { a: { value: 1, foo: 2 } } })],
    ['[bool] unknown field [musst]', () => parseQuery({ bool: { musst: [] } })],
  ])('%s', (message, run) => {
    const found = fault(run);
    expect(found.options.status ?? 400).toBe(400);
    expect(found.message).toBe(message);
  });
});

test('more clauses than Elasticsearch takes are refused in its words', () => {
  const clauses = (count: number): unknown => bool({ should: Array.from({ length: count }, () => ALL) });
  expect(clauses(16_384)).toMatchObject({ kind: 'bool' });
  const { type, message, options } = fault(() => clauses(16_385));
  expect({ type, message }).toEqual({
    type: 'query_shard_exception',
    message: 'failed to create query: maxClauseCount is set to 16384',
  });
  expect(options).toMatchObject({ onShard: true, causedBy: { type: 'too_many_clauses' } });
});

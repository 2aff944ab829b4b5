import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MSEARCH_HEADER_FEATURES,
  MSEARCH_PARAMETER_FEATURES,
} from '../../../src/search-api/feature-table.ts';
import { headerOf, joinMsearch, readMsearch } from '../../../src/search-api/msearch.ts';

const SEARCH = '{"query":{"match":{"title":"red shoes"}}}';

const read = (body: string | Buffer, queryString = '', indices: string[] = ['products']) =>
  readMsearch({ target: { indices, queryString }, headers: [], body: Buffer.from(body), maxItems: 3 });

/** Reasons of the items, `index: text` of those that can be improved, or the reason of the whole. */
function outcome(body: string | Buffer, queryString = '', indices?: string[]): string | string[] {
  const result = read(body, queryString, indices);
  if (result.kind === 'bypass') return result.reason;
  return result.items.map(({ read: item }) =>
    item.kind === 'bypass' ? item.reason : `${item.request.indices.join('+')}: ${item.request.text}`,
  );
}
const item = (header: string, search = SEARCH): string => `${header}\n${search}\n`;

describe('lines', () => {
  test.each([
    ['one item', item('{}'), ['products: red shoes']],
    ['two', item('{}') + item('{"index":"other"}'), ['products: red shoes', 'other: red shoes']],
    ['nothing', '', 'ndjson'],
    ['no last newline', item('{}').trimEnd(), 'ndjson'],
    ['carriage returns', item('{}').replaceAll('\n', '\r\n'), 'ndjson'],
    ['a blank line between', `${item('{}')}\n${item('{}')}`, 'ndjson'],
    ['a blank header', `\n${SEARCH}\n`, 'ndjson'],
    ['a header alone', '{}\n', 'ndjson'],
    ['more than are looked at', item('{}').repeat(4), 'items'],
  ])('%s', (_, body, expected) => expect(outcome(body)).toEqual(expected));
});

describe('header lines', () => {
  test.each([
    ['{"index":["a","b"]}', 'a+b: red shoes'],
    ['{"index":"a,b"}', 'a+b: red shoes'],
    ['{"index":"a*"}', 'index_name'],
    ['{"index":"_all"}', 'index_name'],
    ['{"index":"remote:a"}', 'index_name'],
    ['{"index":".kibana"}', 'index_name'],
    ['{"index":[]}', 'index_name'],
    ['{"index":null}', 'index_name'],
    ['{"index":["a",1]}', 'index_name'],
    ['{"new_option":1}', 'unknown_parameter'],
    ['{"index":"a","index":"b"}', 'duplicate_key'],
    ['[]', 'syntax'],
    ['{', 'syntax'],
  ])('%s → %s', (header, expected) => expect(outcome(item(header))).toEqual([expected]));

  test.each(MSEARCH_HEADER_FEATURES.map((feature) => [feature.name, feature] as const))(
    '%s',
    (name, { disposition, reason }) => {
      const expected = disposition === 'bypass' ? reason : 'products: red shoes';
      expect(outcome(item(`{"${name}":"products"}`))).toEqual([expected]);
    },
  );

  test('without an index of their own or of the path', () => {
    expect(outcome(item('{}'), '', [])).toEqual(['index_name']);
  });
});

describe('URL parameters', () => {
  test.each(MSEARCH_PARAMETER_FEATURES.map((feature) => [feature.name, feature] as const))(
    '%s',
    (name, { disposition, reason }) => {
      expect(outcome(item('{}'), `${name}=x`)).toEqual(
        disposition === 'bypass' ? reason : ['products: red shoes'],
      );
    },
  );
  test.each(['q=red', 'size=1', 'from=1', 'unknown=1'])('%s is none of an _msearch', (queryString) => {
    expect(outcome(item('{}'), queryString)).toBe('unknown_parameter');
  });
});

test('items stand on their own', () => {
  const body = item('{}', '{"query":{"match":{"a":"x"}},"sort":["price"]}') + item('{}', '{') + item('{}');
  expect(outcome(body)).toEqual(['sort', 'syntax', 'products: red shoes']);
});

test('what is joined again is the body, with other searches on their lines', () => {
  const body = Buffer.from(item('{"index" : "a"}') + item('{}', '{ "size":1}'));
  const result = read(body);
  if (result.kind === 'bypass') throw new Error(result.reason);
  expect(joinMsearch(body, result.items, new Map())).toEqual(body);
  expect(
    joinMsearch(body, result.items, new Map([[1, { body: Buffer.from('{"size":2}') }]])).toString(),
  ).toBe(`${item('{"index" : "a"}')}{}\n{"size":2}\n`);
});

test('never throws, whatever comes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => read(Buffer.from(bytes)).kind.length > 0),
  );
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.json({ maxDepth: 3 }), (header, search) => {
      expect(read(`${header}\n${search}\n`).kind).toBe('items');
    }),
  );
});

test('what an item’s header says of its own indices is not said of others', () => {
  const header = '{"index":"a","routing":"r","preference":"p","ignore_unavailable":true}';
  const body = Buffer.from(item(header));
  const read = readMsearch({
    target: { indices: ['products'], queryString: '' },
    headers: [],
    body,
    maxItems: 1,
  });
  if (read.kind === 'bypass') throw new Error(read.reason);
  const said = (also: object) => Buffer.from(headerOf(body, read.items[0]!, also)).toString();
  expect(said({ preference: 'own' })).toBe(header);
  expect(said({ indices: ['lists'] })).toBe('{"index":["lists"],"ignore_unavailable":true}');
});

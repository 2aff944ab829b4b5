import { describe, expect, test } from '@jest/globals';
import { isFault, toAction } from '../../../../src/cli/indexing/document.ts';

function record(text: string) {
  return { line: 7, end: 0, nextLine: 8, json: Buffer.from(text) };
}

function lines(text: string, idField = '_id'): readonly string[] {
  const action = toAction(record(text), idField);
  if (isFault(action)) throw new Error(action.reason);
  return [...action.head.toString('utf8').split('\n', 1), action.document.toString('utf8')];
}

describe('a document as a bulk action', () => {
  test.each([
    ['{"_id":"1","a":1}', '1', '{"a":1}'],
    ['{"a":1,"_id":"1"}', '1', '{"a":1}'],
    ['{"a":1, "_id":"1" , "b":2}', '1', '{"a":1, "b":2}'],
    ['{"_id":"1"}', '1', '{}'],
    ['{"_id":42,"a":{"_id":"inner"}}', '42', '{"a":{"_id":"inner"}}'],
    ['{"_id":"引号\\"","a":1}', '引号"', '{"a":1}'],
  ])('%s', (text, id, source) => {
    expect(lines(text)).toEqual([JSON.stringify({ index: { _id: id } }), source]);
  });

  test('keeps every digit: 64-bit integers, 1.0 and 1e400 arrive as they stand', () => {
    const [, source] = lines('{"_id":"1","n":9007199254740993,"f":1.0,"e":1e400}');
    expect(source).toBe('{"n":9007199254740993,"f":1.0,"e":1e400}');
  });

  test('takes the id from another field and leaves that in place', () => {
    expect(lines('{"sku":"A-1","a":1}', 'sku')).toEqual(['{"index":{"_id":"A-1"}}', '{"sku":"A-1","a":1}']);
  });

  test('without an id gets one from its bytes, the same each time', () => {
    const [first] = lines('{"a":1}');
    expect(lines('{"a":1}')[0]).toBe(first);
    expect(lines('{"a":2}')[0]).not.toBe(first);
  });

  test.each([
    ['[1]', 'not a JSON object'],
    ['{"a":', 'not JSON'],
    ['{"_id":null}', '"_id" is neither a string nor a number'],
    ['{"_id":""}', '"_id" is empty or over 512 bytes'],
    ['{"a":1,"a":2}', 'not JSON'],
  ])('%s is a fault with its line', (text, reason) => {
    const fault = toAction(record(text), '_id');
    expect(fault).toMatchObject({ line: 7, status: null, reason: expect.stringContaining(reason) });
  });
});

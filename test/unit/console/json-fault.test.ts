import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonFault, type JsonProblem } from '../../../src/console/parts/json-fault.ts';

describe('the fault of a search body', () => {
  test.each<[string, JsonProblem, number, number]>([
    ['', 'empty', 1, 1],
    [' \n ', 'empty', 2, 2],
    ['[1]', 'object', 1, 1],
    ['{', 'end', 1, 2],
    ['{"a": 1', 'end', 1, 8],
    ['{"a": "b', 'end', 1, 9],
    ['{\n  "a": 1,\n}', 'key', 3, 1],
    ['{\n  a: 1\n}', 'key', 2, 3],
    ["{'a': 1}", 'key', 1, 2],
    ['{"手机" 1}', 'colon', 1, 7],
    ['{"a": 1 "b": 2}', 'comma', 1, 9],
    ['{"a": [1 2]}', 'comma', 1, 10],
    ['{"a": ,}', 'value', 1, 7],
    ['{"a": undefined}', 'value', 1, 7],
    ['{"a": [1,]}', 'value', 1, 10],
    ['{"a": 01}', 'number', 1, 7],
    ['{"a": 1.}', 'number', 1, 7],
    ['{"a": "x\ny"}', 'string', 1, 9],
    [String.raw`{"a": "\x"}`, 'escape', 1, 8],
    ['{} {}', 'rest', 1, 4],
    ['{}\r\n\r\nx', 'rest', 3, 1],
    ['{"😀": x}', 'value', 1, 7],
    [`{"a": ${'['.repeat(600)}`, 'deep', 1, 507],
    [`{"a": "${'x'.repeat(262_144)}"}`, 'long', 1, 262_145],
  ])('%j is %s at line %i, column %i', (text, problem, line, column) => {
    expect(jsonFault(text)).toMatchObject({ problem, line, column });
  });

  test('there is one exactly where the browser’s own reader finds one', () => {
    const whole = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value, null, 2));
    /** With something cut out of it, and something put there. */
    const broken = fc
      .tuple(
        whole,
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', ',', '"', '}', '\\', '1', '.', '\n', 'x', '[', '-'),
      )
      .map(([text, at, length, put]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + length);
      });
    fc.assert(
      fc.property(fc.oneof(whole, broken), (text) => {
        const fault = jsonFault(text);
        expect(fault === undefined).toBe(isObject(text));
        if (fault !== undefined) expect(fault.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

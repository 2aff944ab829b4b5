import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readJson } from '../../../../src/rules/source/json.ts';
import type { JsonNode } from '../../../../src/rules/source/json.ts';

/** The value without its lines. */
function plain(node: JsonNode): unknown {
  if (Array.isArray(node.value)) return (node.value as readonly JsonNode[]).map(plain);
  if (node.value instanceof Map) {
    return Object.fromEntries([...node.value].map(([name, member]) => [name, plain(member.node)]));
  }
  return node.value;
}

describe('readJson', () => {
  test('is what JSON.parse makes of it, however it is laid out', () => {
    const names = fc.string({ unit: 'binary' }).filter((name) => name !== '__proto__');
    const values = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(true, false, null),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string({ unit: 'binary' }),
        fc.array(tie('value')),
        fc.dictionary(names, tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 1, '\t', '\r\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { node, faults } = readJson(text);
        expect(faults).toEqual([]);
        expect(plain(node!)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('escapes', () => {
    const { node } = readJson(String.raw`["a\"b", "\\", "\u00e9\n\/"]`);
    expect(plain(node!)).toEqual(['a"b', '\\', 'é\n/']);
  });

  test('refuses what JSON.parse refuses', () => {
    const text = fc.string({ unit: fc.constantFrom(...'{}[]",:\\0-1.e+ntrue\n x'.split('')) });
    fc.assert(
      fc.property(text, (written) => {
        let sound = true;
        try {
          JSON.parse(written);
        } catch {
          sound = false;
        }
        expect(readJson(written).node !== undefined).toBe(sound);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['{\n "a": 1,\n}', 3, 'a name in double quotes is expected'],
    ['{\n "a" 1}', 2, '":" is missing after "a"'],
    ['{"a": [1\n 2]}', 2, '"," or "]" is missing'],
    ['{"a": 1\n\n"b": 2}', 3, '"," or "}" is missing'],
    ['{"a": x}', 1, 'before "x}": a value is expected'],
    ['{"a": "x\n"}', 1, 'a string is expected'],
    ['{"a": "\\x"}', 1, 'an escape that JSON does not know'],
    ['{} x', 1, 'nothing may follow'],
    ['', 1, 'at the end of the file: a value is expected'],
    ['{"a": 1,\n "b": 2,\n "a": 3}', 3, '"a" stands in line 1 already'],
    [`${'['.repeat(60)}${']'.repeat(60)}`, 1, 'nested more than 50 deep'],
  ])('%j: line %i, %s', (text, line, message) => {
    expect(readJson(text).faults).toEqual([{ line, message: expect.stringContaining(message) }]);
  });

  test('knows the line of each value and name', () => {
    const { node } = readJson('\ufeff{\r\n"a":\n  [1,\n 2]\n}');
    const { line, node: list } = (node!.value as ReadonlyMap<string, { line: number; node: JsonNode }>).get(
      'a',
    )!;
    expect([line, list.line, (list.value as JsonNode[])[1]!.line]).toEqual([2, 3, 4]);
  });
});

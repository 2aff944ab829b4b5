import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from '../../../src/json/document.ts';
import type { JsonNode } from '../../../src/json/document.ts';
import { scanItems, scanMembers, skipValue } from '../../../src/json/scan.ts';
import { faultOf } from './faults.ts';

/** The text again without blanks, put together from what the scanner visited at every level. */
function rebuild(bytes: Buffer, start: number, out: string[]): number {
  const item = (at: number) => {
    const end = rebuild(bytes, at, out);
    out.push(',');
    return end;
  };
  const first = String.fromCharCode(bytes[start]!);
  if (first !== '{' && first !== '[') {
    const end = skipValue(bytes, start);
    out.push(bytes.toString('utf8', start, end));
    return end;
  }
  out.push(first);
  const end =
    first === '['
      ? scanItems(bytes, start, item)
      : scanMembers(bytes, start, (key, at) => {
          out.push(JSON.stringify(key), ':');
          return item(at);
        });
  if (out.at(-1) === ',') out.pop();
  out.push(first === '[' ? ']' : '}');
  return end;
}

describe('the scanner', () => {
  test('visits members and items in order and ends where the container ends', () => {
    const bytes = Buffer.from('  { "a" : [ 1 , {"b":"]}"} ] ,"\\u0063":null}  ');
    const seen: unknown[] = [];
    const end = scanMembers(bytes, 2, (key, start, keyStart) => {
      const valueEnd = skipValue(bytes, start);
      seen.push([key, bytes.toString('utf8', start, valueEnd), keyStart]);
      return valueEnd;
    });
    expect(seen).toEqual([
      ['a', '[ 1 , {"b":"]}"} ]', 4],
      ['c', 'null', 30],
    ]);
    expect(end).toBe(bytes.length - 2);
  });

  test('sees what JSON.parse sees', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const bytes = Buffer.from(text);
        const out: string[] = [];
        expect(rebuild(bytes, 0, out)).toBe(bytes.length);
        expect(JSON.parse(out.join(''))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('agrees with the strict reader on where every value ends', () => {
    const check = (bytes: Buffer, node: JsonNode): void => {
      expect(skipValue(bytes, node.start)).toBe(node.end);
      for (const { value } of node.members()) check(bytes, value);
      for (const item of node.items()) check(bytes, item);
    };
    fc.assert(
      fc.property(fc.json(), (json) => {
        const bytes = Buffer.from(json);
        if (faultOf(() => parseDocument(bytes)) === undefined) check(bytes, parseDocument(bytes).root);
      }),
    );
  });

  test('long strings end at their own quote, whatever escapes stand before it', () => {
    const piece = fc.constantFrom('a', '\\\\', '\\"', '手', '\\u0041', 'x'.repeat(31));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        const string = `"${pieces.join('')}"`;
        const bytes = Buffer.from(`${string}\\"",`);
        expect(skipValue(bytes, 0)).toBe(Buffer.byteLength(string));
      }),
      { numRuns: 1000 },
    );
  });

  test('depth costs no stack', () => {
    const bytes = Buffer.from('[{"a":'.repeat(100_000) + '1' + '}]'.repeat(100_000));
    expect(skipValue(bytes, 0)).toBe(bytes.length);
  });

  test.each([
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":[1',
    '{"a":"x',
    '{"a":"x\\',
    '{"a":1 "b":2}',
    '{a:1}',
    '{"a" 1}',
    '[1]',
    '',
  ])('refuses what does not end or is no object: %s', (text) => {
    const bytes = Buffer.from(text);
    const fault = faultOf(() => scanMembers(bytes, 0, (_, start) => skipValue(bytes, start)));
    expect(fault?.reason).toBe('syntax');
    expect(fault!.offset).toBeLessThanOrEqual(bytes.length);
  });

  test.each(['[1', '[1,', '[1 2]', '[,]', '[1,]', '{}'])(
    'refuses what does not end or is no array: %s',
    (text) => {
      const bytes = Buffer.from(text);
      expect(faultOf(() => scanItems(bytes, 0, (start) => skipValue(bytes, start)))?.reason).toBe('syntax');
    },
  );

  test('every cut of an answer is a fault, never a shorter answer', () => {
    const bytes = Buffer.from(
      '{"took":3,"hits":{"hits":[{"_id":"a\\"","_score":1.5},{"_id":"b"}]},"s":"😀"}',
    );
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length);
      expect(faultOf(() => scanMembers(cut, 0, (_, start) => skipValue(cut, start)))).toBeDefined();
    }
  });
});

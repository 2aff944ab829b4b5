import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from '../../../src/json/document.ts';
import { splice } from '../../../src/json/splice.ts';
import { decodeString, encodeString } from '../../../src/json/text.ts';

const bytes = (text: string) => Buffer.from(text);

describe('splice', () => {
  test('replaces, inserts and deletes, and leaves every other byte', () => {
    const body = bytes('{"q": "a", "n":9223372036854775808 ,"f":1.0,"e":1e400}');
    const { root } = parseDocument(body);
    const query = root.get('q')!;
    const out = splice(body, [
      { start: query.start, end: query.end, bytes: encodeString('手"机') },
      { start: root.end - 1, end: root.end - 1, bytes: bytes(',"x":null') },
    ]);
    expect(out.toString()).toBe('{"q": "手\\"机", "n":9223372036854775808 ,"f":1.0,"e":1e400,"x":null}');
    expect(body.toString()).toBe('{"q": "a", "n":9223372036854775808 ,"f":1.0,"e":1e400}');
  });

  test('without replacements is a copy', () => {
    const body = bytes('{}');
    const copy = splice(body, []);
    expect(copy).toEqual(body);
    expect(copy).not.toBe(body);
  });

  test.each([
    [
      'overlapping',
      [
        { start: 0, end: 3 },
        { start: 2, end: 4 },
      ],
    ],
    [
      'unsorted',
      [
        { start: 3, end: 4 },
        { start: 0, end: 1 },
      ],
    ],
    ['past the end', [{ start: 3, end: 9 }]],
    ['backwards', [{ start: 3, end: 2 }]],
    ['negative', [{ start: -1, end: 2 }]],
    ['not a number', [{ start: NaN, end: 2 }]],
  ])('refuses ranges that are %s', (_, ranges) => {
    const replacements = ranges.map((range) => ({ ...range, bytes: bytes('x') }));
    expect(() => splice(bytes('abcdef'), replacements)).toThrow(RangeError);
  });

  test('does what slicing strings does', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.string())), (text, edits) => {
        const body = bytes(text);
        let at = 0;
        const replacements = [];
        for (const [skip, length, replacement] of edits) {
          const start = Math.min(at + skip, body.length);
          const end = Math.min(start + length, body.length);
          replacements.push({ start, end, bytes: bytes(replacement) });
          at = end;
        }
        let expected = body;
        for (const { start, end, bytes: part } of [...replacements].toReversed()) {
          expected = Buffer.concat([expected.subarray(0, start), part, expected.subarray(end)]);
        }
        expect(splice(body, replacements)).toEqual(expected);
      }),
    );
  });
});

describe('strings', () => {
  test('survive encoding and decoding, half surrogate pairs included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, before) => {
        const encoded = encodeString(text);
        expect(JSON.parse(encoded.toString())).toBe(text);
        const all = Buffer.concat([bytes(before), encoded, bytes('\\"')]);
        const start = Buffer.byteLength(before);
        expect(decodeString(all, start, start + encoded.length)).toBe(text);
      }),
    );
    expect(encodeString('\ud800x').toString()).toBe('"\\ud800x"');
  });
});

import { describe, expect, test } from '@jest/globals';
import { parseDocument } from '../../../src/json/document.ts';
import type { JsonFaultReason } from '../../../src/json/fault.ts';
import { scanItems, skipValue } from '../../../src/json/scan.ts';
import { faultOf } from './faults.ts';

/**
 * The classes of the JSON Test Suite (Nicolas Seriot, "Parsing JSON is a Minefield"): what every reader must
 * accept, what it must refuse, and what the RFC leaves open, with what we do there and why.
 */
const ACCEPTED: Record<string, readonly string[]> = {
  'array blanks': [
    '[]',
    '[ ]',
    ' [] ',
    '[\n]',
    '[1,\r\n\t2]',
    '[[]   ]',
    '[""]',
    '[null,1,"1",{}]',
    '[false]',
  ],
  'number forms': ['[0]', '[-0]', '[-1]', '[10]', '[0.5]', '[-0.5]', '[1e1]', '[1E+2]', '[0e-10]', '[1.5e3]'],
  'number sizes': [
    '[9223372036854775808]',
    '[-9223372036854775809]',
    `[${'9'.repeat(400)}]`,
    '[0.' + '0'.repeat(99) + '1]',
  ],
  'object keys': [
    '{}',
    '{"":0}',
    '{"a":[]}',
    '{"a b":{"c":1}}',
    '{"\\u0000":1}',
    '{"a":1,"b":2}',
    '{ "a" : 1 }',
  ],
  'string escapes': [
    '["\\"\\\\\\/\\b\\f\\n\\r\\t"]',
    '["\\u0012\\uABCD\\uabcd"]',
    '["\\\\u0041"]',
    '["\\\\"]',
  ],
  'string surrogate pairs': ['["\\uD83D\\uDE00"]', '["\\uDBFF\\uDFFF"]', '["x\\ud800\\udc00y"]'],
  'string characters': [
    '["\u007f"]',
    '["€手😀"]',
    '["\u2028\u2029"]',
    '["\ufeff"]',
    '["\uffff"]',
    '["/*x*/#"]',
  ],
  'lonely values': ['1', '"x"', 'true', 'false', 'null', '-0.1', ' 7 ', '""'],
};

const REFUSED: Record<string, readonly string[]> = {
  'array commas': ['[1,]', '[,1]', '[1,,2]', '[,]', '[1 2]', '[1;2]', '["a" "b"]', '[1:2]'],
  'array brackets': ['[', ']', '[1', '[1}', '[]]', '[[]', '[1]]', '["x"', '[1,', '[{}', '[{]'],
  'object commas': ['{"a":1,}', '{,}', '{"a":1,,"b":2}', '{"a":1 "b":2}', '{"a"}', '{"a",1}', '{"a":1;}'],
  'object keys': [
    '{a:1}',
    "{'a':1}",
    '{1:1}',
    '{null:1}',
    '{"a":}',
    '{:1}',
    '{"a"::1}',
    '{["a"]:1}',
    '{"a":1:2}',
  ],
  'object brackets': ['{', '}', '{"a":1', '{"a":1]', '{}}', '{"a', '{"a"', '{"a":', '{"a":{}'],
  'numbers, digits': [
    '[01]',
    '[-01]',
    '[00]',
    '[-]',
    '[+1]',
    '[--1]',
    '[1-]',
    '[1+2]',
    '[0x1F]',
    '[1_000]',
    '[1a]',
    '[１]',
  ],
  'numbers, points': ['[.5]', '[5.]', '[-.5]', '[1.e1]', '[1..2]', '[1.2.3]', '[1,5.]'],
  'numbers, exponents': ['[1e]', '[1e+]', '[1E-]', '[e1]', '[1ee2]', '[1e1.5]', '[1e 1]'],
  'numbers, names': ['[NaN]', '[Infinity]', '[-Infinity]', '[Inf]', '[-nan]'],
  'strings, escapes': [
    '["\\x41"]',
    '["\\a"]',
    '["\\\'"]',
    '["\\u12"]',
    '["\\u12G4"]',
    '["\\U0041"]',
    '["\\"]',
    '["\\😀"]',
    '["\\u 041"]',
  ],
  'strings, characters': ['["\n"]', '["\t"]', '["\u0000"]', '["\u001f"]', "['a']", '["a]', 'a', '[“a”]', '"'],
  words: ['[True]', '[nul]', '[tru]', '[falsee]', '[nulll]', '[TRUE]', 'undefined', '[truefalse]', 'n'],
  blanks: ['', ' ', '\n', '[\f]', '[\u00a0]', '[\u2060]', '\u000b1', '[1]\u0000'],
  'trailing bytes': ['[1]x', '{}#', '1 2', '""""', '{"a":1}{"b":2}', '[]//c', 'null,', '{}\u3000'],
  comments: ['[1/*c*/]', '//c\n1', '[1]#c', '{/**/}'],
};

const OPEN: readonly [string, Uint8Array, JsonFaultReason][] = [
  ['byte order mark before a value', Buffer.from('\ufeff{}'), 'encoding'],
  ['byte order mark alone', Buffer.from('\ufeff'), 'encoding'],
  ['UTF-16 little endian', Buffer.from('["é"]', 'utf16le'), 'encoding'],
  ['UTF-16 with a byte order mark', Buffer.from('\ufeff{}', 'utf16le'), 'encoding'],
  ['UTF-16 big endian', Buffer.from('{}', 'utf16le').swap16(), 'encoding'],
  ['half a pair, high', Buffer.from('["\\uD800"]'), 'lone_surrogate'],
  ['half a pair, low', Buffer.from('["\\uDC00"]'), 'lone_surrogate'],
  ['a pair the wrong way round', Buffer.from('["\\uDE00\\uD83D"]'), 'lone_surrogate'],
  ['half a pair before another escape', Buffer.from('["\\uD83D\\n"]'), 'lone_surrogate'],
  ['half a pair in a key', Buffer.from('{"\\udead":1}'), 'lone_surrogate'],
  ['two high halves', Buffer.from('["\\uD83D\\uD83D"]'), 'lone_surrogate'],
  ['duplicate keys', Buffer.from('{"a":1,"a":1}'), 'duplicate_key'],
];

const BAD_UTF8: readonly [string, number[], number][] = [
  ['a continuation byte alone', [0x22, 0x80, 0x22], 1],
  ['a character cut off', [0x22, 0xe6, 0x89, 0x22], 1],
  ['a character cut off by the end', [0x22, 0xe6, 0x89], 1],
  ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22], 1],
  ['a surrogate in UTF-8', [0x22, 0x61, 0xed, 0xa0, 0x80, 0x22], 2],
  ['beyond Unicode', [0x22, 0xf4, 0xbf, 0xbf, 0xbf, 0x22], 1],
  ['ISO 8859-1', [0x5b, 0x22, 0xe9, 0x22, 0x5d], 2],
  ['a byte that no encoding has', [0x22, 0xff, 0x22], 1],
  ['after a whole character', [0x22, 0xe6, 0x89, 0x8b, 0x80, 0x22], 4],
];

const rows = (table: Record<string, readonly string[]>) =>
  Object.entries(table).flatMap(([name, texts]) => texts.map((text) => [name, text] as const));

describe('RFC 8259', () => {
  test.each(rows(ACCEPTED))('accepts %s: %s', (_, text) => {
    const bytes = Buffer.from(text);
    const { root } = parseDocument(bytes);
    expect(root.raw().toString()).toBe(text.trim());
    expect(skipValue(bytes, root.start)).toBe(root.end);
  });

  test.each(rows(REFUSED))('refuses %s: %s', (_, text) => {
    const bytes = Buffer.from(text);
    const fault = faultOf(() => parseDocument(bytes));
    expect(fault?.reason).toBe('syntax');
    expect(fault!.offset).toBeLessThanOrEqual(bytes.length);
    // The scanner need not refuse it, but comes to an end in bounds.
    const scan = () => scanItems(bytes, 0, (start) => skipValue(bytes, start));
    const outcome = faultOf(() => expect(scan()).toBeLessThanOrEqual(bytes.length));
    expect(['syntax', undefined]).toContain(outcome?.reason);
  });

  test.each(OPEN)('refuses what readers disagree on: %s', (_, bytes, reason) => {
    expect(faultOf(() => parseDocument(bytes))?.reason).toBe(reason);
  });

  test.each(BAD_UTF8)('refuses %s, and says where', (_, codes, offset) => {
    expect(faultOf(() => parseDocument(Buffer.from(codes)))).toMatchObject({ reason: 'encoding', offset });
    const padded = [0x5b, 0x22, ...Buffer.from('手😀é'.repeat(5000)), 0x22, 0x2c, ...codes];
    const expected = padded.length - codes.length + offset;
    expect(faultOf(() => parseDocument(Buffer.from(padded)))).toMatchObject({
      reason: 'encoding',
      offset: expected,
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from '../../../src/json/document.ts';
import type { JsonNode } from '../../../src/json/document.ts';
import { JsonFault } from '../../../src/json/fault.ts';
import { faultOf } from './faults.ts';

const parse = (text: string) => parseDocument(Buffer.from(text)).root;

/** The value as JSON.parse would give it; objects by defineProperty, as `__proto__` is a key like others. */
function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object': {
      const object = {};
      for (const { key, value } of node.members()) {
        Object.defineProperty(object, key, { value: valueOf(value), enumerable: true, configurable: true });
      }
      return object;
    }
    case 'array':
      return [...node.items()].map(valueOf);
    case 'string':
      return node.text();
    case 'number':
      return node.number();
    case 'null':
      return null;
    default:
      return node.kind === 'true';
  }
}

describe('reading a document', () => {
  test('gives every value its kind and its bytes', () => {
    const text = ' {"a": [1.0, "x\\n", null] , "b":{}, "c":true,"d":false}\n';
    const root = parse(text);
    const raw = (node: JsonNode | undefined) => node?.raw().toString();
    expect([root.kind, root.start, root.end]).toEqual(['object', 1, text.length - 1]);
    expect(raw(root.get('a'))).toBe('[1.0, "x\\n", null]');
    expect([...root.get('a')!.items()].map((item) => [item.kind, raw(item)])).toEqual([
      ['number', '1.0'],
      ['string', '"x\\n"'],
      ['null', 'null'],
    ]);
    expect([...root.get('a')!.items()][1]!.text()).toBe('x\n');
    expect(raw(root.get('b'))).toBe('{}');
    expect([root.get('c')?.kind, root.get('d')?.kind]).toEqual(['true', 'false']);
    expect([...root.members()].map(({ key, keyStart }) => [key, keyStart])).toEqual([
      ['a', 2],
      ['b', 28],
      ['c', 36],
      ['d', 45],
    ]);
  });

  test('finds keys by their meaning, not by their spelling', () => {
    const root = parse('{"qu\\u0065ry":1,"手机":2,"\\uD83D\\uDE00":3}');
    expect(root.get('query')?.number()).toBe(1);
    expect(root.get('手机')?.number()).toBe(2);
    expect(root.get('😀')?.number()).toBe(3);
    expect(root.get('quer')).toBeUndefined();
    expect(root.get('query2')).toBeUndefined();
  });

  test('says nothing of members and items where there are none', () => {
    const root = parse('{"s":"x"}');
    expect([...root.items()]).toEqual([]);
    expect([...root.get('s')!.members()]).toEqual([]);
    expect(root.get('s')!.get('length')).toBeUndefined();
    expect(root.get('s')!.number()).toBeNaN();
  });

  test('keeps keys that mean something to JavaScript as keys', () => {
    const root = parse('{"__proto__":{"polluted":1},"constructor":2,"hasOwnProperty":3}');
    expect(root.get('__proto__')?.get('polluted')?.number()).toBe(1);
    expect(root.get('toString')).toBeUndefined();
    expect(Object.getOwnPropertyDescriptor(Object.prototype, 'polluted')).toBeUndefined();
  });

  test('does not round numbers: the literal stays', () => {
    const literals = ['9223372036854775808', '1.0', '1e400', '-0', '0.1e-7', '18446744073709551617'];
    const items = [...parse(`[${literals.join(',')}]`).items()];
    expect(items.map((item) => item.raw().toString())).toEqual(literals);
    expect(items[2]!.number()).toBe(Infinity);
  });

  test('reads a view into a larger buffer', () => {
    const all = Buffer.from('xx{"a":1}yy');
    expect(
      parseDocument(new Uint8Array(all.buffer, all.byteOffset + 2, 7))
        .root.get('a')
        ?.number(),
    ).toBe(1);
  });
});

describe('agreement with JSON.parse', () => {
  test('on every JSON text', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const faulty = faultOf(() => parse(text));
        if (faulty?.reason === 'lone_surrogate') return;
        expect(valueOf(parse(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test('on texts that were damaged', () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(3),
      text: fc.constantFrom(
        '',
        ',',
        ':',
        '"',
        '\\',
        '{',
        '}',
        '[',
        ']',
        '0',
        '-',
        '.',
        'e',
        ' ',
        '\u0001',
        'n',
        '\\u00e9',
        '/',
      ),
    });
    fc.assert(
      fc.property(fc.json(), damage, (json, { at, length, text }) => {
        const start = Math.floor(at * json.length);
        const damaged = Buffer.from(json.slice(0, start) + text + json.slice(start + length)).toString();
        const fault = faultOf(() => parse(damaged));
        if (fault !== undefined && fault.reason !== 'syntax') return;
        expect([damaged, fault === undefined]).toEqual([damaged, accepts(damaged)]);
        if (fault === undefined) expect(valueOf(parse(damaged))).toEqual(JSON.parse(damaged));
      }),
      { numRuns: 3000 },
    );
  });

  test('on arbitrary bytes: a value or a fault inside them, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const fault = faultOf(() => parseDocument(bytes));
        if (fault === undefined) expect(accepts(Buffer.from(bytes).toString())).toBe(true);
        else expect(fault.offset).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
});

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('size', () => {
  test('depth costs no stack', () => {
    const depth = 200_000;
    const arrays = parse('['.repeat(depth) + ']'.repeat(depth));
    expect(arrays.end).toBe(2 * depth);
    const objects = parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
    expect(objects.get('a')?.kind).toBe('object');
    expect(faultOf(() => parse('['.repeat(depth)))?.reason).toBe('syntax');
    expect(faultOf(() => parse('[{"a":'.repeat(depth)))?.reason).toBe('syntax');
  });

  test('depth and nodes can be limited', () => {
    const limited = (text: string) =>
      faultOf(() => parseDocument(Buffer.from(text), { maxDepth: 2, maxNodes: 5 }));
    expect(limited('[[1]]')).toBeUndefined();
    expect(limited('[[[1]]]')).toMatchObject({ reason: 'depth', offset: 2 });
    expect(limited('[1,2,3,4]')).toBeUndefined();
    expect(limited('[1,2,3,4,5]')).toMatchObject({ reason: 'size', offset: 9 });
  });

  test('a million keys', () => {
    const keys = Array.from({ length: 1_000_000 }, (_, index) => `"${index}":0`).join(',');
    const root = parse(`{${keys}}`);
    expect(root.get('999999')?.number()).toBe(0);
    const fault = faultOf(() => parse(`{${keys},"500000":1}`));
    expect(fault).toMatchObject({ reason: 'duplicate_key', offset: keys.length + 2 });
  });

  test('a string of fifty megabytes', () => {
    const root = parse(`{"s":"${'x'.repeat(50_000_000)}"}`);
    expect(root.get('s')?.text().length).toBe(50_000_000);
  });
});

describe('faults', () => {
  test('are errors of their own kind that say where', () => {
    const fault = faultOf(() => parse('[1,]'));
    expect(fault).toBeInstanceOf(JsonFault);
    expect(fault).toMatchObject({ reason: 'syntax', offset: 3, message: 'value expected at byte 3' });
  });

  test.each([
    ['{"a":1,"a":2}', 7],
    ['{"a":1,"\\u0061":2}', 7],
    ['{"b":{"c":[{"x":1,"y":2,"x":3}]}}', 24],
    ['{"":1,"":2}', 6],
    ['{"__proto__":1,"__proto__":2}', 15],
    ['{"a\\/b":1,"a/b":2}', 10],
    ['{"手":1,"\\u624b":2}', 9],
  ])('duplicate keys: %s', (text, offset) => {
    expect(faultOf(() => parse(text))).toMatchObject({ reason: 'duplicate_key', offset });
  });

  test.each(['{"a":1,"A":2}', '[{"a":1},{"a":1}]', '{"a":{"a":1}}', '{"é":1,"e\\u0301":2}'])(
    'not duplicate: %s',
    (text) => {
      expect(parse(text).start).toBe(0);
    },
  );
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../../../src/embedded/json/parse.ts';
import { RawJson, double, float, writeJson } from '../../../../src/embedded/json/write.ts';
import { hasDuplicateKeys } from '../../../../src/embedded/engine/source-text.ts';

describe('parseJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        expect(parseJson(JSON.stringify(value, null, indent))).toEqual(value);
      }),
    );
  });

  test('never throws anything but its own error', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'a', '1', '\\', ' ', 'null', '/*', '*/', '-'),
        ),
        (parts) => {
          try {
            parseJson(parts.join(''));
          } catch (error) {
            expect(error).toMatchObject({ type: 'x_content_parse_exception', status: 400 });
          }
        },
      ),
    );
  });

  test('skips comments and a byte order mark, refuses a key that comes twice', () => {
    expect(parseJson('\ufeff{"a":/* one */1} // end')).toEqual({ a: 1 });
    expect(() => parseJson('{"a":1,\n "a":2}')).toThrow("[2:5] Duplicate field 'a'");
    expect(() => parseJson('{"a":1}{}')).toThrow('expected end of input');
  });

  test('__proto__ is a key like any other', () => {
    expect(Object.keys(parseJson('{"__proto__":{"x":1}}') as object)).toEqual(['__proto__']);
  });
});

describe('hasDuplicateKeys', () => {
  test('says what the strict parser says', () => {
    const key = fc.constantFrom('a', 'b', '"', ':', '{');
    const text = fc
      .array(fc.tuple(key, fc.json({ maxDepth: 1 })), { maxLength: 4 })
      .map((pairs) => `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`);
    fc.assert(
      fc.property(text, (input) => {
        let strict = false;
        try {
          parseJson(input);
        } catch {
          strict = true;
        }
        expect(hasDuplicateKeys(Buffer.from(input), JSON.parse(input) as never)).toBe(strict);
      }),
    );
  });
});

describe('writeJson', () => {
  test('writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => expect(writeJson(value).toString()).toBe(JSON.stringify(value))),
    );
  });

  test('keeps stored sources as they are and writes numbers as Java does', () => {
    const source = Buffer.from('{"a": 1.0}');
    const json = {
      score: float(0.2876821),
      one: double(1),
      big: double(1e10),
      small: double(0.0001),
      none: undefined,
      _source: new RawJson(source),
    };
    expect(writeJson(json).toString()).toBe(
      '{"score":0.2876821,"one":1.0,"big":1.0E10,"small":1.0E-4,"_source":{"a": 1.0}}',
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyFilterPath, parseFilterPath } from '../../../src/search-api/filter-path.ts';
import { fixture, MAJORS } from './answers.ts';

/** What the servers made of one answer under many patterns; a line is pattern, TAB, body as a JSON string. */
const CASES = MAJORS.flatMap((major) =>
  ['', '-pretty'].flatMap((layout) =>
    fixture(major, `filter-paths${layout}`)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [pattern = '', body = ''] = line.split('\t');
        return [major, layout, pattern, String(JSON.parse(body))] as const;
      }),
  ),
);

const maskTook = (body: string) => body.replace(/("took" ?: ?)\d+/, '$10');

function filtered(body: string, pattern: string): string | undefined {
  return applyFilterPath(Buffer.from(body), parseFilterPath(pattern)!)?.toString();
}

describe('filter_path', () => {
  test.each(CASES)('gives the bytes that major %s%s gives for %s', (major, layout, pattern, expected) => {
    expect(maskTook(filtered(fixture(major, `all${layout}`).toString(), pattern)!)).toBe(expected);
  });

  test.each([
    ['is empty', ''],
    ['is blank', ' '],
    ['has no pattern', ','],
    ['excludes nothing', '-'],
    ['excludes nothing beside a pattern', 'took,-'],
    ['escapes a star', 'a\\*b'],
    ['ends in an escape', 'a\\'],
    ['has too many patterns', 'x,'.repeat(65)],
    ['is too long', 'x'.repeat(5000)],
  ])('is left to the engine where it %s', (_, value) => {
    expect(parseFilterPath(value)).toBeUndefined();
  });

  test.each(['1e16', '1.5e300', '-2.5e17', '4.9e-324', '1.0e-291'])(
    'is left to the engine where Java versions write %s differently',
    (literal) => {
      expect(filtered(`{"a":${literal},"b":1}`, 'a')).toBeUndefined();
      expect(filtered(`{"a":${literal},"b":1}`, 'b')).toBe('{"b":1}');
      expect(filtered(`{"a":${literal},"b":1}`, '-a')).toBe('{"b":1}');
    },
  );

  test.each([
    ['1.50', '1.5'],
    ['1e3', '1000.0'],
    ['9999999.5', '9999999.5'],
    ['1e7', '1.0E7'],
    ['123456789.125', '1.23456789125E8'],
    ['0.001', '0.001'],
    ['0.00012', '1.2E-4'],
    ['0.1000000000000000055511151231257827', '0.1'],
    ['-0.0', '-0.0'],
    ['0e5', '0.0'],
    ['-0', '0'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['1e400', '"Infinity"'],
    ['-1e400', '"-Infinity"'],
  ])('writes the number %s as %s', (literal, written) => {
    expect(filtered(`{"a":${literal}}`, 'a')).toBe(`{"a":${written}}`);
  });

  test('writes strings as Java does', () => {
    const text = '\\u00e9\\/\\u001F\\b\\ud83d\\ude00😀\\ud800\\\\u00ab\u2028\u007f';
    expect(filtered(`{"a":"${text}"}`, 'a')).toBe(
      '{"a":"é/\\u001F\\b\\uD83D\\uDE00\\uD83D\\uDE00\\uD800\\\\u00ab\u2028\u007f"}',
    );
  });

  test('leaves answers that are too deep to the engine', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(filtered(nested(900), 'a')).toBe(nested(900));
    expect(filtered(nested(100_000), 'a')).toBeUndefined();
    expect(filtered(nested(100_000), 'b')).toBe('{}');
  });

  test('all of an answer is the answer, for any pattern that names all or excludes nothing', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.constantFrom('*', '**', '-nothing.at.all'),
        (json, pattern) => {
          const value = Buffer.from(JSON.stringify({ member: JSON.parse(json) })).toString();
          const whole = filtered(value, pattern);
          if (whole !== undefined) expect(JSON.parse(whole)).toEqual(javaNumbers(JSON.parse(value)));
        },
      ),
    );
  });

  test('what is excluded and what is included again make no more than the whole', () => {
    const body = fixture('9', 'all').toString();
    const segment = fc.constantFrom(
      'hits',
      '_source',
      'meta',
      '*',
      '**',
      'list',
      'y',
      't*',
      'total',
      'aggregations',
    );
    const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('.'));
    fc.assert(
      fc.property(path, (pattern) => {
        const kept = filtered(body, pattern)!;
        expect(filtered(kept, pattern)).toBe(kept);
        expect(filtered(body, `${pattern},-${pattern}`)).toBe('{}');
        expect(filtered(body, `${pattern},**`)).toBe(filtered(body, '**'));
      }),
    );
  });
});

/** −0 is the integer 0 to Java. */
function javaNumbers(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

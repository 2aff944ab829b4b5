import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateHeaderValue } from 'node:http';
import { applied, bypass, OFF, serverTiming, statusList } from '../../../src/search-api/status-header.ts';

/** RFC 8941: the members this header may have, and nothing else. */
const STRING = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\["\\\\])*"';
const TOKEN = "[A-Za-z][\\w!#$%&'*+.^`|~-]*";
const MEMBER = new RegExp(
  `^(?:applied(?:; degraded=${STRING})?; version=${STRING}|bypass; reason=${TOKEN}|off)$`,
);

describe('Relevance-Status', () => {
  test('is written as the documentation shows it', () => {
    expect(applied({ version: 'v1', degraded: [] })).toBe('applied; version="v1"');
    expect(applied({ version: 'v1', degraded: ['rerank', 'knn'] })).toBe(
      'applied; degraded="rerank,knn"; version="v1"',
    );
    expect(bypass('sort')).toBe('bypass; reason=sort');
    expect(OFF).toBe('off');
  });

  test('holds whatever it is given without breaking the header', () => {
    expect(applied({ version: 'a"b\\c', degraded: [] })).toBe('applied; version="a\\"b\\\\c"');
    expect(bypass('x\r\nSet-Cookie: a=b')).toBe('bypass; reason=x--Set-Cookie--a-b');
    expect(bypass('')).toBe('bypass; reason=x');
    expect(bypass('9lives')).toBe('bypass; reason=x9lives');
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\r\n', '"; off, applied', 'ü', '\\'),
    );
    fc.assert(
      fc.property(any, fc.array(any), (text, names) => {
        for (const member of [applied({ version: text, degraded: names }), bypass(text)]) {
          expect(member).toMatch(MEMBER);
          expect(() => validateHeaderValue('Relevance-Status', member)).not.toThrow();
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is a list with one member an item for _msearch', () => {
    expect(statusList([applied({ version: '1', degraded: [] }), bypass('sort'), OFF])).toBe(
      'applied; version="1", bypass; reason=sort, off',
    );
  });

  test('counts equal members past 4 KiB', () => {
    const members = Array.from({ length: 500 }, (_, index) =>
      index % 5 === 0 ? bypass('sort') : applied({ version: '1', degraded: [] }),
    );
    expect(statusList(members)).toBe('bypass; reason=sort; n=100, applied; version="1"; n=400');
    expect(statusList(members.slice(0, 150)).length).toBeLessThanOrEqual(4096);
    expect(statusList(members.slice(0, 150)).split(', ')).toHaveLength(150);
  });

  test('counts kinds where there are too many different members', () => {
    const members = Array.from({ length: 1000 }, (_, index) => bypass(`reason${index}`));
    expect(statusList([OFF, ...members])).toBe('off; n=1, bypass; n=1000');
  });
});

describe('Server-Timing', () => {
  test('names stages in order and the whole', () => {
    const stages = [
      { stage: 'lexical', durationMs: 1.23456 },
      { stage: 'my stage,"x"', durationMs: 0 },
    ];
    expect(serverTiming(stages, 3)).toBe('lexical;dur=1.23, my-stage--x-;dur=0.00, total;dur=3.00');
  });

  test('stays under 4 KiB', () => {
    const stages = Array.from({ length: 1000 }, (_, index) => ({ stage: `stage${index}`, durationMs: 1 }));
    const header = serverTiming(stages, 9);
    expect(header.length).toBeLessThanOrEqual(4096);
    expect(header).toMatch(/^stage0;dur=1\.00, .*, total;dur=9\.00$/);
  });
});

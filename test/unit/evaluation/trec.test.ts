import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readQrels } from '../../../src/evaluation/judged-set.ts';
import { qrelsLines, readRun, runLines } from '../../../src/evaluation/trec.ts';

const word = fc.stringMatching(/^[^\s\uFEFF]{1,8}$/);

describe('a run', () => {
  test('is put in order by score, equal scores by document id backwards, whatever the ranks say', () => {
    const lines = ['1 Q0 a 1 0.5 x', '1 Q0 b 2 0.5 x', '1\tQ0\tc  3 7e-1 x', '', '2 Q0 a 1 -3 x\r'];
    expect([...readRun(lines, 'f')]).toEqual([
      ['1', ['c', 'b', 'a']],
      ['2', ['a']],
    ]);
  });

  test.each([
    ['1 Q0 a 1 0.5', 'f:1: expected six columns'],
    ['1 Q0 a 1 high x', 'f:1: score "high" is not a number'],
  ])('%j is none', (line, message) => {
    expect(() => readRun([line], 'f')).toThrow(message);
  });

  test('names no document twice for a query', () => {
    expect(() => readRun(['1 Q0 a 1 2 x', '1 Q0 a 2 1 x'], 'f')).toThrow(
      'f:2: document "a" was there before',
    );
  });

  test('that was written is read back in its order', () => {
    const rankings = fc
      .array(fc.tuple(word, fc.uniqueArray(word, { minLength: 1, maxLength: 9 })), { maxLength: 5 })
      .map((entries) => new Map(entries));
    fc.assert(
      fc.property(rankings, (ranked) => {
        expect([...readRun(runLines(ranked, 'run'), 'f')]).toEqual([...ranked]);
      }),
    );
  });

  test('cannot hold an id with a blank', () => {
    expect(() => [...runLines(new Map([['1', ['a b']]]), 'run')]).toThrow(
      '"a b" cannot stand in a TREC file',
    );
  });
});

describe('judgments as TREC writes them', () => {
  test('are read where three columns and a header are', () => {
    const grades = readQrels(['1 0 a 2', '1 0 b -2', '2\t0\tc\t1'], 'f');
    expect([...grades].map(([query, documents]) => [query, Object.fromEntries(documents)])).toEqual([
      ['1', { a: 2, b: 0 }],
      ['2', { c: 1 }],
    ]);
    expect(() => readQrels(['1 0 a 2', '1 0 a'], 'f')).toThrow('f:2: expected four columns');
    expect(() => readQrels(['1 0 a 2', '1 0 a x'], 'f')).toThrow('f:2: score "x" is not a number');
  });

  test('that were written are read back', () => {
    const judgments = fc
      .array(fc.tuple(word, fc.array(fc.tuple(word, fc.nat(4)), { minLength: 1, maxLength: 5 })))
      .map((entries) => new Map(entries.map(([query, list]) => [query, new Map(list)])));
    fc.assert(
      fc.property(judgments, (grades) => {
        expect(readQrels(qrelsLines(grades), 'f')).toEqual(grades);
      }),
    );
  });
});

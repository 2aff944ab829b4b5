import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from '../../../src/domain/candidate.ts';
import { union } from '../../../src/pipeline/union.ts';

function found(leg: string, ids: readonly string[]): readonly Candidate[] {
  return ids.map((id, at) => ({
    index: 'products',
    id,
    score: 10 - at,
    legs: [{ leg, rank: at + 1, score: 10 - at }],
    fields: { by: leg },
    notes: [],
  }));
}

describe('what several legs found', () => {
  test('is the first leg, then what only others found, each document known to all that found it', () => {
    const all = union([found('lexical', ['a', 'b']), found('knn', ['c', 'a']), found('fields', ['c', 'd'])]);
    expect(all.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(all.map(({ legs }) => legs.map(({ leg, rank }) => `${leg} ${rank}`))).toEqual([
      ['lexical 1', 'knn 2'],
      ['lexical 2'],
      ['knn 1', 'fields 1'],
      ['fields 2'],
    ]);
    expect(all[0]?.fields).toEqual({ by: 'lexical' });
  });

  test('is the first leg itself where no other found anything', () => {
    const first = found('lexical', ['a', 'a', '']);
    expect(union([first, []])).toBe(first);
  });

  test('tells documents of two indices apart, and leaves those without an id alone', () => {
    const elsewhere = found('knn', ['a', '']).map((candidate) => ({ ...candidate, index: 'other' }));
    const all = union([found('lexical', ['a', '']), elsewhere, found('fields', [''])]);
    expect(all.map(({ index, id }) => `${index}/${id}`)).toEqual([
      'products/a',
      'products/',
      'other/a',
      'other/',
      'products/',
    ]);
  });

  test('loses no document and holds none twice', () => {
    const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f'));
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1, maxLength: 4 }), (legs) => {
        const all = union(legs.map((leg, at) => found(`leg${at}`, leg)));
        expect(all.map(({ id }) => id).sort()).toEqual([...new Set(legs.flat())].sort());
        for (const { id, legs: ranks } of all) {
          const expected = legs.flatMap((leg, at) =>
            leg.includes(id) ? [`leg${at} ${leg.indexOf(id) + 1}`] : [],
          );
          expect(ranks.map(({ leg, rank }) => `${leg} ${rank}`)).toEqual(expected);
        }
      }),
    );
  });
});

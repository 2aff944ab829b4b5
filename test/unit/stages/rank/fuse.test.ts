import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from '../../../../src/domain/candidate.ts';
import { type Query, typedQuery } from '../../../../src/domain/query.ts';
import { union } from '../../../../src/pipeline/union.ts';
import { fuse } from '../../../../src/stages/rank/fuse.ts';
import { aContext } from '../../pipeline/fixtures.ts';

type Leg = readonly (readonly [id: string, score: number | null])[];

function found(leg: string, hits: Leg): readonly Candidate[] {
  return hits.map(([id, score], at) => ({
    index: 'products',
    id,
    score,
    legs: [{ leg, rank: at + 1, score }],
    fields: {},
    notes: [],
  }));
}

const run = (
  legs: Readonly<Record<string, Leg>>,
  options: Readonly<Record<string, unknown>> = {},
  query: Query = typedQuery('red shoes'),
): readonly Candidate[] => {
  const candidates = union(Object.entries(legs).map(([leg, hits]) => found(leg, hits)));
  return fuse(options).run(candidates, query, aContext()) as readonly Candidate[];
};

const ids = (candidates: readonly Candidate[]): readonly string[] => candidates.map(({ id }) => id);

const LEXICAL: Leg = [
  ['a', 10],
  ['b', 6],
  ['c', 2],
];
const KNN: Leg = [
  ['c', 0.9],
  ['d', 0.8],
  ['a', 0.7],
];

describe('fusing', () => {
  test('leaves legs their weights that the options do not name', () => {
    const legs = { lexical: LEXICAL, knn: KNN };
    // 0.25 is what knn has by itself.
    expect(run(legs, { weights: { lexical: 0.25 } })).toEqual(run(legs, { weights: { lexical: 1, knn: 1 } }));
  });

  test('weighs scores on a common scale', () => {
    const all = run({ lexical: LEXICAL, knn: KNN }, { weights: { lexical: 3, knn: 1 } });
    // a: 0.75 · 1 + 0.25 · 0; b: 0.75 · 0.5; c: 0 + 0.25 · 1; d: 0.25 · 0.5
    const sums = { a: 0.75, b: 0.375, c: 0.25, d: 0.125 };
    expect(all.map(({ id, score }) => [id, score])).toEqual(
      Object.entries(sums).map(([id, sum]) => [id, expect.closeTo(2 + sum * 8, 9)]),
    );
    expect(all[2]?.notes).toEqual([
      { stage: 'fuse', score: expect.closeTo(0.25, 9), shares: { lexical: 0, knn: expect.closeTo(0.25, 9) } },
    ]);
  });

  test('weighs ranks, where asked to', () => {
    const all = run({ lexical: LEXICAL, knn: KNN }, { method: 'rrf', weights: { lexical: 1, knn: 1 } });
    expect(ids(all)).toEqual(['a', 'c', 'b', 'd']);
  });

  test('leaves one leg’s order and scores alone', () => {
    expect(run({ lexical: LEXICAL, knn: [] }).map(({ id, score }) => [id, score])).toEqual(LEXICAL);
  });

  test('a model’s number is found by its letters, not by its meaning', () => {
    const query = typedQuery('WH-1000XM4');
    expect(ids(run({ lexical: LEXICAL, knn: KNN }, {}, query))).toEqual(['a', 'b', 'c']);
    const classes = { exact: { knn: 1, lexical: 0 } };
    expect(ids(run({ lexical: LEXICAL, knn: KNN }, { classes }, query))).toEqual(['c', 'd', 'a']);
  });

  test('what a sentence means tells more than its words do', () => {
    const words = ['what', 'is', 'known', 'of', 'the', 'flow', 'of', 'air', 'over'];
    const share = (text: string): unknown => {
      const notes: unknown[] = [];
      const candidates = union([found('lexical', LEXICAL), found('knn', KNN)]);
      void fuse().run(candidates, typedQuery(text), aContext({ note: (note) => void notes.push(note) }));
      return (notes[0] as { readonly weights: Readonly<Record<string, number>> }).weights['knn'];
    };
    expect(share(words.join(' '))).toBe(0.4545);
    expect(share([...words, 'wings'].join(' '))).toBe(0.7692);
    expect(share(`${words.join(' ')} 机翼`)).toBe(0.4545);
  });

  test('has no use for a leg that the class gives no weight, unless a rule does', () => {
    const wants = (query: Query, options = {}, leg = 'knn') => fuse(options).wants?.(query, leg);
    const code = typedQuery('WH-1000XM4');
    expect([wants(code), wants(code, {}, 'fields'), wants(typedQuery('red shoes'))]).toEqual([
      false,
      true,
      true,
    ]);
    expect(wants(code, { classes: { exact: { knn: 0.1 } } })).toBe(true);
    const legs = [{ leg: 'knn', weight: 0.5, origin: 'rule' }];
    expect(wants({ ...code, instructions: { ...code.instructions, legs } })).toBe(true);
    // Without weight for any query it may still tell a later stage something.
    expect(wants(typedQuery('red shoes'), { weights: { knn: 0 } })).toBe(true);
  });

  test('tells the classes of the query beside the weights', () => {
    const notes: unknown[] = [];
    const candidates = union([found('lexical', LEXICAL), found('knn', KNN)]);
    void fuse().run(candidates, typedQuery('red shoes'), aContext({ note: (note) => void notes.push(note) }));
    expect(notes).toEqual([
      {
        method: 'linear',
        normalise: 'min-max',
        classes: ['en', 'short'],
        weights: { lexical: 0.5455, knn: 0.4545 },
      },
    ]);
  });

  test('a rule weighs a leg for its query', () => {
    const query = typedQuery('red shoes');
    const ruled: Query = {
      ...query,
      instructions: { ...query.instructions, legs: [{ leg: 'lexical', weight: 0, origin: 'rule' }] },
    };
    expect(ids(run({ lexical: LEXICAL, knn: KNN }, {}, ruled))).toEqual(['c', 'd', 'a']);
  });

  test.each(['min-max', 'z', 'l2'])('takes equal, lone and missing scores: %s', (normalise) => {
    const all = run(
      {
        lexical: [
          ['a', 1],
          ['b', 1],
        ],
        knn: [['c', null]],
        fields: [
          ['b', NaN],
          ['d', 3],
        ],
      },
      { normalise },
    );
    expect(ids(all)).toHaveLength(4);
    expect(ids(all)[0]).toBe('b');
    for (const { score } of all) expect(Number.isFinite(score)).toBe(true);
  });

  test.each([
    [{ method: 'average' }, '"method" must be one of linear, rrf'],
    [{ weights: { knn: -1 } }, '"weights" must be names with numbers of 0 or more'],
    [{ classes: { funny: { knn: 1 } } }, 'under exact, misspelt, sentence, zh, en, short, long'],
    [{ depth: 0 }, '"depth" must be a number from 1 to 1000'],
    [{ weigths: {} }, 'has no option "weigths"'],
  ])('refuses options that make no sense: %j', (options, message) => {
    expect(() => fuse(options)).toThrow(message);
  });

  const score = fc.oneof(
    fc.double({ noNaN: false }),
    fc.constantFrom(0, 1, -1, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, null),
  );
  const leg = fc
    .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), score), {
      selector: ([id]) => id,
    })
    .map((hits) => hits as Leg);
  const method = fc.record({
    method: fc.constantFrom('linear', 'rrf'),
    normalise: fc.constantFrom('min-max', 'z', 'l2'),
  });

  test('loses no document, invents none, and its scores are finite and fall, whatever the legs’ are', () => {
    fc.assert(
      fc.property(leg, leg, leg, method, (lexical, fields, knn, options) => {
        const all = run({ lexical, fields, knn }, options);
        const expected = new Set([...lexical, ...fields, ...knn].map(([id]) => id));
        expect([...ids(all)].sort()).toEqual([...expected].sort());
        if (new Set(all.flatMap(({ legs }) => legs.map(({ leg: name }) => name))).size < 2) return;
        const scores = all.map(({ score: final }) => final!);
        expect(scores.every((value) => Number.isFinite(value))).toBe(true);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });

  test('a document that every leg has first is first; raising a document never lowers it', () => {
    const scores = fc.uniqueArray(fc.double({ min: 0, max: 100, noNaN: true }), {
      minLength: 3,
      maxLength: 8,
    });
    fc.assert(
      fc.property(scores, scores, method, (first, second, options) => {
        const legOf = (values: readonly number[]): Leg =>
          [...values].sort((a, b) => b - a).map((value, at) => [`d${at}`, value]);
        const before = run({ lexical: legOf(first), knn: legOf(second) }, options);
        expect(ids(before)[0]).toBe('d0');
      }),
    );
  });

  test('takes sums for equal that differ by rounding', () => {
    // 0.1 + 0.2 + 0.3 is more than 0.3 + 0.2 + 0.1 in binary fractions: b would stand before a.
    const legs = {
      one: [
        ['b', 1],
        ['x', 0],
      ],
      two: [
        ['b', 1],
        ['x', 0],
      ],
      three: [
        ['b', 1],
        ['x', 0],
      ],
      all: [
        ['a', 1],
        ['x', 0],
      ],
    } as const;
    const found = run(legs, { weights: { one: 0.1, two: 0.2, three: 0.3, all: 0.6 } });
    expect(ids(found).slice(0, 2)).toEqual(['a', 'b']);
  });

  test('does not depend on the order in which other legs came', () => {
    fc.assert(
      fc.property(leg, leg, leg, method, (lexical, fields, knn, options) => {
        const one = run({ lexical: [...lexical, ['x', 1]], fields, knn }, options);
        const other = run({ lexical: [...lexical, ['x', 1]], knn, fields }, options);
        expect(ids(other)).toEqual(ids(one));
      }),
    );
  });
});

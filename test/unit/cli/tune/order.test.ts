import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classParameter } from '../../../../src/cli/tune/class-weights.ts';
import { cacheOf } from '../../../../src/cli/tune/cached-query.ts';
import {
  FIELD,
  LEG,
  orderAt,
  OWN_FIELDS,
  RERANK_DEPTH,
  RERANK_WEIGHT,
} from '../../../../src/cli/tune/order.ts';
import type { Candidate } from '../../../../src/domain/candidate.ts';
import { typedQuery } from '../../../../src/domain/query.ts';
import { fuse } from '../../../../src/stages/rank/fuse.ts';
import { rerank } from '../../../../src/stages/rank/rerank.ts';
import { aContext } from '../../pipeline/fixtures.ts';
import { aModel } from '../../stages/rank/fixtures.ts';

const LEGS = ['lexical', 'fields', 'knn'];
const QUERY = typedQuery('red shoes');

/** Candidates that some legs found, with scores that differ; what the model says of each is its `said`. */
const candidates = fc
  .uniqueArray(
    fc.record({
      said: fc.integer({ min: -1000, max: 1000 }),
      scores: fc.array(fc.option(fc.integer({ min: 1, max: 1_000_000 })), { minLength: 3, maxLength: 3 }),
    }),
    { maxLength: 25, selector: ({ said }) => said },
  )
  .map((all) =>
    all
      .filter(({ scores }) => scores.some((score) => score !== null))
      .map(({ said, scores }, at): Candidate => ({
        index: 'products',
        id: `d${at}`,
        score: null,
        legs: LEGS.flatMap((leg, place) => {
          const score = scores[place] ?? null;
          return score === null ? [] : [{ leg, rank: at + 1, score: score / 1000 + at * 1e-5 }];
        }),
        fields: { said },
        notes: [],
      })),
  );
const weight = fc.integer({ min: 1, max: 10 }).map((value) => value / 10);

describe('orders computed from what was kept', () => {
  test.each([
    ['a model that compares', undefined],
    ['a model that says how sure it is', 400],
  ])('are those of the stages themselves, with %s', async (_, temperature) => {
    const model = aModel((__, text) => Number(text), temperature);
    await fc.assert(
      fc.asyncProperty(
        candidates,
        fc.tuple(weight, weight, weight),
        fc.record({ share: fc.constantFrom(0, 0.1, 0.5, 1), depth: fc.constantFrom(3, 10, 50) }),
        async (found, [lexical, fields, knn], { share, depth }) => {
          const all = { crossEncoder: () => model };
          const read = await rerank(all, { template: '{said}', depth: 200, weight: 0 }).run(
            found,
            QUERY,
            aContext(),
          );
          const cached = cacheOf(
            {
              judged: { id: 'q', text: 'red shoes', stage: null },
              grades: new Map(),
              query: QUERY,
              candidates: read,
            },
            { legs: LEGS, fields: [], classes: new Map() },
          );
          const point = {
            [`${LEG}lexical`]: lexical,
            [`${LEG}fields`]: fields,
            [`${LEG}knn`]: knn,
            [RERANK_WEIGHT]: share,
            [RERANK_DEPTH]: depth,
          };
          // As the pipeline hands them over: leg 1's first.
          const byLeg = LEGS.flatMap((leg) => found.filter(({ legs }) => legs[0]?.leg === leg));
          const fused = await fuse({ weights: { lexical, fields, knn } }).run(byLeg, QUERY, aContext());
          const ranked =
            share === 0
              ? fused
              : await rerank(all, { template: '{said}', depth, weight: share }).run(fused, QUERY, aContext());
          const present = new Set(found.flatMap(({ legs }) => legs.map(({ leg }) => leg)));
          // With one leg alone there is nothing to fuse.
          fc.pre(present.size === LEGS.length);
          const order = orderAt(cached, point);
          const scoreOf = new Map(ranked.map(({ id, score }) => [id, score!]));
          expect(order.toSorted()).toEqual(ranked.map(({ id }) => id).toSorted());
          // Equal scores may stand in any order.
          order.forEach((id, at) => expect(scoreOf.get(id)).toBeCloseTo(ranked[at]!.score!, 6));
        },
      ),
      { numRuns: 200 },
    );
  });

  const two = (legs: Candidate['legs'][]): readonly Candidate[] =>
    legs.map((one, at) => ({ index: 'i', id: `d${at}`, score: null, legs: one, fields: {}, notes: [] }));
  const cachedOf = (found: readonly Candidate[]) =>
    cacheOf(
      {
        judged: { id: 'q', text: 'x', stage: null },
        grades: new Map(),
        query: typedQuery('x'),
        candidates: found,
      },
      { legs: ['lexical', 'fields'], fields: ['title', 'text'], classes: new Map() },
    );

  test('are those of fuse for classes of queries, too', async () => {
    const share = fc.option(fc.constantFrom(0, 0.25, 2, 4), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        candidates,
        fc.tuple(weight, weight, weight),
        fc.record({ en: share, short: share }),
        async (found, [lexical, fields, knn], factors) => {
          const present = new Set(found.flatMap(({ legs }) => legs.map(({ leg }) => leg)));
          fc.pre(present.size === LEGS.length);
          const said = Object.entries(factors).flatMap(([name, factor]) =>
            factor === undefined ? [] : [[name, factor] as const],
          );
          const cached = cacheOf(
            {
              judged: { id: 'q', text: QUERY.text, stage: null },
              grades: new Map(),
              query: QUERY,
              candidates: found,
            },
            { legs: LEGS, fields: [], classes: new Map() },
          );
          const order = orderAt(cached, {
            [`${LEG}lexical`]: lexical,
            [`${LEG}fields`]: fields,
            [`${LEG}knn`]: knn,
            ...Object.fromEntries(
              said.map(([name, factor]) => [classParameter(name as 'en' | 'short', 'knn'), factor]),
            ),
          });
          const byLeg = LEGS.flatMap((leg) => found.filter(({ legs }) => legs[0]?.leg === leg));
          const fused = await fuse({
            weights: { lexical, fields, knn },
            classes: Object.fromEntries(said.map(([name, factor]) => [name, { knn: factor * knn }])),
          }).run(byLeg, QUERY, aContext());
          const scoreOf = new Map(fused.map(({ id, score }) => [id, score!]));
          expect(order.toSorted()).toEqual(fused.map(({ id }) => id).toSorted());
          order.forEach((id, at) => expect(scoreOf.get(id)).toBeCloseTo(fused[at]!.score!, 6));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('fields with weights of their own add up', () => {
    const cached = cachedOf(
      two([
        [
          { leg: 'lexical', rank: 1, score: 2 },
          { leg: 'field:text', rank: 1, score: 3 },
        ],
        [
          { leg: 'lexical', rank: 2, score: 1 },
          { leg: 'field:title', rank: 1, score: 2 },
        ],
      ]),
    );
    const at = (title: number, text: number): readonly string[] =>
      orderAt(cached, {
        [`${LEG}lexical`]: 0,
        [`${LEG}fields`]: 1,
        [OWN_FIELDS]: 1,
        [`${FIELD}title`]: title,
        [`${FIELD}text`]: text,
      });
    expect(at(1, 1)).toEqual(['d0', 'd1']);
    expect(at(2, 1)).toEqual(['d1', 'd0']);
    // What only a field without weight found was found by nobody.
    expect(at(1, 0)).toEqual(['d1']);
  });

  test('a query without candidates has no order', () => {
    expect(orderAt(cachedOf([]), { [`${LEG}lexical`]: 1 })).toEqual([]);
  });
});

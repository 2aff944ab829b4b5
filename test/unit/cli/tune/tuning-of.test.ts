import { describe, expect, test } from '@jest/globals';
import { metricOf } from '../../../../src/evaluation/metric.ts';
import type { CachedQuery } from '../../../../src/cli/tune/cached-query.ts';
import { classParameter } from '../../../../src/cli/tune/class-weights.ts';
import { tuningOf } from '../../../../src/cli/tune/tuning-of.ts';
import { reportJson } from '../../../../src/cli/tune/report.ts';

const WORDS = ['tea', 'rice', 'milk', 'salt', 'bread', 'soap', 'lamp', 'desk', 'book', 'rope', 'cup', 'hat'];

/** The leg `knn` always knows what is right, the leg `lexical` in every other query. */
const QUERIES = WORDS.map((text, at): CachedQuery => {
  const leg = (name: string, isRight: boolean) => ({
    leg: name,
    values: Float64Array.from(isRight ? [0, 1] : [1, 0]),
    found: [true, true],
    rule: undefined,
    classes: [],
  });
  return {
    id: `q${at}`,
    text,
    grades: new Map([['right', 1]]),
    ids: ['wrong', 'right'],
    legs: [leg('lexical', at % 2 === 0), leg('knn', true)],
    fields: new Map(),
    said: new Float64Array(2),
    sure: false,
  };
});

const tuned = (start: number) =>
  tuningOf(QUERIES, {
    metric: metricOf('mrr@10', 1),
    parameters: [
      { name: 'leg lexical', values: [0, 0.5, 1], start: 0.5 },
      { name: 'leg knn', values: [0, 0.25, 1], start },
    ],
    folds: 3,
    seed: 1,
    dataset: 'judged',
    index: 'shop',
  });

describe('tuning', () => {
  test('chooses what does better, and says so of queries that did not choose', () => {
    const tuning = tuned(0);
    expect(tuning.comparison).toMatchObject({ off: 0.75, on: 1, wins: 6, losses: 0, ties: 6 });
    expect(tuning.folds.map(({ queries }) => queries)).toEqual([4, 4, 4]);
    expect(tuning.folds.every(({ off, on }) => on >= off)).toBe(true);
    expect(tuning.moved.map(({ id, text, on }) => [id, text, on])).toContainEqual(['q1', 'rice', 1]);
    expect(tuning.moved).toHaveLength(6);
    expect(tuning.tuned['leg knn']).toBeGreaterThan(tuning.tuned['leg lexical']!);
  });

  test('tells of each value that was tried what it would have come to', () => {
    const { tried, tuned: chosen } = tuned(0);
    expect(tried.map(({ name, values }) => [name, values.map(({ value }) => value)])).toEqual([
      ['leg lexical', [0, 0.5, 1]],
      ['leg knn', [0, 0.25, 1]],
    ]);
    const knn = tried[1]!.values;
    expect(knn[0]!.mean).toBe(chosen['leg lexical'] === 0 ? 0.5 : 0.75);
    expect(knn.find(({ value }) => value === chosen['leg knn'])!.mean).toBe(1);
  });

  test('tells of weights of fields what they come to where fields have weights', () => {
    const byField = QUERIES.map((query): CachedQuery => ({
      ...query,
      legs: query.legs.map((one) => (one.leg === 'knn' ? { ...one, leg: 'fields' } : one)),
      fields: new Map([
        ['title', Float64Array.of(0, 1)],
        ['note', Float64Array.of(1, 0)],
      ]),
    }));
    const { tried, tuned: chosen } = tuningOf(byField, {
      metric: metricOf('mrr@10', 1),
      parameters: [
        { name: 'leg fields', values: [1], start: 1 },
        { name: 'own fields', values: [0, 1], start: 0 },
        { name: 'field title', values: [0, 1], start: 1 },
        { name: 'field note', values: [0, 0.5], start: 0.5 },
      ],
      folds: 3,
      seed: 1,
      dataset: 'judged',
      index: 'shop',
    });
    expect(chosen['own fields']).toBe(0);
    expect(tried[2]!.values.map(({ mean }) => mean)).toEqual([0, 1]);
  });

  test('chooses a weight for a class of queries where only that class gains', () => {
    const queries = QUERIES.map((query, at): CachedQuery => {
      const isLong = at % 2 === 0;
      const leg = (name: string, isRight: boolean) => ({
        leg: name,
        values: Float64Array.from(isRight ? [0, 1] : [1, 0]),
        found: [true, true],
        rule: undefined,
        classes: isLong
          ? [{ name: 'long' as const, parameter: classParameter('long', name), configured: undefined }]
          : [],
      });
      return { ...query, legs: [leg('lexical', !isLong), leg('knn', isLong)] };
    });
    const { tuned: chosen, comparison } = tuningOf(queries, {
      metric: metricOf('mrr@10', 1),
      parameters: [
        { name: 'leg lexical', values: [0.3], start: 0.3 },
        { name: 'leg knn', values: [0.2], start: 0.2 },
        { name: classParameter('long', 'knn'), values: [0.5, 1, 4], start: 1 },
      ],
      folds: 3,
      seed: 1,
      dataset: 'judged',
      index: 'shop',
    });
    expect(comparison).toMatchObject({ off: 0.75, on: 1, losses: 0 });
    expect(chosen).toEqual({ 'leg lexical': 0.3, 'leg knn': 0.2, [classParameter('long', 'knn')]: 4 });
  });

  test('leaves what is right already, and JSON can say so', () => {
    const tuning = tuned(1);
    expect([tuning.tuned, tuning.restraint, tuning.moved]).toEqual([tuning.start, Infinity, []]);
    expect(reportJson(tuning, 1.5)).toMatchObject({
      folds: 3,
      restraint: null,
      restraints: [null, null, null],
      byFold: [{ restraint: null }, {}, {}],
      seconds: 1.5,
    });
  });
});

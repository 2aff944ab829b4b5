import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { figuresOf, quantilesOf } from '../../../loadtest/figures.ts';
import {
  addTally,
  countDropped,
  countEnding,
  countStages,
  countStatuses,
  durations,
  emptyTally,
  record,
} from '../../../loadtest/generator/tally.ts';

const at = (due: number, sent: number, done: number) => ({ due, sent, done });

describe('histograms', () => {
  test('quantiles are exact to three digits, from microseconds to minutes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 300_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (times) => {
          const histogram = durations();
          for (const time of times) record(histogram, time);
          const sorted = times.toSorted((a, b) => a - b);
          // A quantile lies between two ranks; which of them is meant differs from book to book.
          const rank = (share: number, round: (value: number) => number): number =>
            sorted[Math.max(0, Math.min(sorted.length, round(sorted.length * share)) - 1)]!;
          const { p50, p95, max, count } = quantilesOf(histogram);
          expect(count).toBe(times.length);
          for (const [found, share] of [
            [p50, 0.5],
            [p95, 0.95],
            [max, 1],
          ] as const) {
            expect(found).toBeGreaterThanOrEqual(rank(share, Math.floor) * 0.998 - 0.001);
            expect(found).toBeLessThanOrEqual(rank(share, Math.ceil) * 1.002 + 0.001);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('of nothing are 0', () => {
    expect(quantilesOf(durations())).toEqual({
      count: 0,
      mean: 0,
      p50: 0,
      p90: 0,
      p95: 0,
      p99: 0,
      p999: 0,
      max: 0,
    });
  });
});

test('latency counts from when a request was due: who waited behind a stall is charged with it', () => {
  const tally = emptyTally();
  // One request stalls for a second; the hundred that were due meanwhile are sent after it, and answered at once.
  for (let number = 0; number < 100; number += 1) {
    countEnding(tally, { status: 200 }, at(number * 10, 1000 + number / 10, 1001 + number / 10));
  }
  const { latency, service, lag } = figuresOf(tally, 1);
  expect(service.p99).toBeLessThan(1.1);
  expect(latency.p50).toBeGreaterThan(450);
  expect(latency.p99).toBeGreaterThan(950);
  expect(lag.max).toBeCloseTo(1000, -1);
});

test('statuses, refusals, failures and what was never sent are told apart', () => {
  const tally = emptyTally();
  for (const status of [200, 201, 404, 429, 503]) countEnding(tally, { status }, at(0, 0, 5));
  countEnding(tally, { failure: 'ECONNRESET' }, at(0, 0, 5));
  countDropped(tally);
  const { counts, errors, refused, endings, latency, throughput } = figuresOf(tally, 2);
  expect(counts).toMatchObject({ due: 7, good: 2, refused: 1, failed: 4, dropped: 1 });
  expect([errors, refused, throughput]).toEqual([4 / 7, 1 / 7, 1]);
  expect(endings).toEqual({ 200: 1, 201: 1, 404: 1, 429: 1, 503: 1, ECONNRESET: 1, dropped: 1 });
  // A fast refusal must not make latency look good.
  expect(latency.count).toBe(2);
});

test('shares of searches are of those that said what became of them', () => {
  const tally = emptyTally();
  countStatuses(tally, [
    { kind: 'applied', reason: null, degraded: [] },
    { kind: 'applied', reason: null, degraded: ['knn', 'rerank'] },
    { kind: 'bypass', reason: 'sort', degraded: [] },
    { kind: 'off', reason: null, degraded: [] },
  ]);
  const figures = figuresOf(tally, 1);
  expect([figures.applied, figures.degraded]).toEqual([0.5, 0.25]);
  expect(figures.statuses).toEqual({ applied: 1, 'applied, degraded': 1, 'bypass: sort': 1, off: 1 });
  expect(figures.degradedStages).toEqual({ knn: 1, rerank: 1 });
});

test('what workers counted is the same together as by one', () => {
  const [one, other, both] = [emptyTally(), emptyTally(), emptyTally()];
  for (let number = 0; number < 200; number += 1) {
    for (const tally of [number % 3 === 0 ? one : other, both]) {
      countEnding(tally, { status: number % 10 === 0 ? 500 : 200 }, at(0, 1, 2 + number));
      countStages(tally, new Map([['lexical', number / 7]]));
    }
  }
  const sum = emptyTally();
  addTally(sum, one);
  addTally(sum, other);
  expect(figuresOf(sum, 3)).toEqual(figuresOf(both, 3));
});

test('names without end are counted together, so that a hostile server fills no memory', () => {
  const tally = emptyTally();
  for (let number = 0; number < 1000; number += 1) {
    countEnding(tally, { failure: `E${number}` }, at(0, 0, 0));
    countStages(tally, new Map([[`s${number}`, 1]]));
  }
  expect(tally.endings.size).toBeLessThan(60);
  expect(tally.endings.get('other')).toBeGreaterThan(900);
  expect(tally.stages.size).toBeLessThan(60);
});

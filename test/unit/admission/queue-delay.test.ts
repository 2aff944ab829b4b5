import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ArrivalRate } from '../../../src/admission/arrival-rate.ts';
import { QueueDelay } from '../../../src/admission/queue-delay.ts';

/** One answer every 10 ms, from `from` on; gives the time after the last. */
function answers(
  delay: QueueDelay,
  { count, ms, others = 8, from = 0 }: { count: number; ms: number; others?: number; from?: number },
): number {
  for (let at = 0; at < count; at += 1) delay.saw({ ms, others }, from + at * 10);
  return from + count * 10;
}

describe('the delay of a queue', () => {
  test('a distant engine is no queue', () => {
    const delay = new QueueDelay();
    expect(delay.ms(answers(delay, { count: 100, ms: 80 }))).toBe(0);
  });

  test('is what answers take longer than the least', () => {
    const delay = new QueueDelay();
    const later = answers(delay, { count: 10, ms: 2 });
    const now = answers(delay, { count: 200, ms: 42, from: later });
    expect(delay.ms(now)).toBeCloseTo(40, 1);
  });

  test('a few answers, or answers while hardly anybody else asks, say nothing', () => {
    const few = new QueueDelay();
    answers(few, { count: 1, ms: 0 });
    expect(few.ms(answers(few, { count: 6, ms: 500, from: 10 }))).toBe(0);
    const alone = new QueueDelay();
    answers(alone, { count: 1, ms: 0, others: 1 });
    expect(alone.ms(answers(alone, { count: 100, ms: 500, others: 1, from: 10 }))).toBe(0);
  });

  test('a burst that is worked off is no queue, one that stands is', () => {
    const delay = new QueueDelay();
    const later = answers(delay, { count: 1, ms: 2 });
    expect(delay.ms(answers(delay, { count: 15, ms: 100, from: later }))).toBe(0);
    expect(delay.ms(answers(delay, { count: 30, ms: 100, from: later + 150 }))).toBeGreaterThan(50);
  });

  test('is the shortest of the last stretches: one answer out of turn does not make it', () => {
    const delay = new QueueDelay();
    const later = answers(delay, { count: 60, ms: 2 });
    delay.saw({ ms: 5000, others: 8 }, later);
    expect(delay.ms(later)).toBeLessThan(1);
  });

  test('is not known any more a second after the last answer, nor when it begins anew', () => {
    const delay = new QueueDelay();
    answers(delay, { count: 1, ms: 0 });
    const now = answers(delay, { count: 100, ms: 50, from: 10 });
    expect(delay.ms(now)).toBeGreaterThan(40);
    expect(delay.ms(now + 1000)).toBe(0);
    delay.forget();
    expect(delay.ms(now)).toBe(0);
  });

  test('what the way takes is learned anew within two minutes', () => {
    const delay = new QueueDelay();
    const moved = answers(delay, { count: 10, ms: 1 });
    const soon = answers(delay, { count: 100, ms: 30, from: moved });
    expect(delay.ms(soon)).toBeGreaterThan(25);
    const minutesLater = answers(delay, { count: 13_000, ms: 30, from: soon });
    expect(delay.ms(minutesLater)).toBe(0);
  });

  test('is never negative, and never more than the worst', () => {
    const ms = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(ms, fc.nat(1500)), { maxLength: 100 }), (seen) => {
        const delay = new QueueDelay();
        let now = 0;
        for (const [one, pauseMs] of seen) {
          delay.saw({ ms: one, others: 5 }, (now += pauseMs));
          expect(delay.ms(now)).toBeGreaterThanOrEqual(0);
          expect(delay.ms(now)).toBeLessThanOrEqual(Math.max(...seen.map(([each]) => each)));
        }
      }),
    );
  });
});

test('the rate of arrivals is a mean of the last seconds', () => {
  const rate = new ArrivalRate();
  expect(rate.perSecond(0)).toBe(0);
  for (let at = 0; at <= 10_000; at += 20) rate.came(at);
  expect(rate.perSecond(10_000)).toBeCloseTo(50, 0);
  expect(rate.perSecond(12_000)).toBeCloseTo(50 / Math.E, 0);
  expect(rate.perSecond(60_000)).toBeLessThan(0.001);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from '../../../src/admission/token-bucket.ts';

const rate = fc.record({
  perSecond: fc.double({ min: 0.1, max: 1000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 50 }),
});
const pauses = fc.array(fc.double({ min: 0, max: 2000, noNaN: true }), { minLength: 1, maxLength: 100 });

describe('a token bucket', () => {
  test('gives a burst at once, then one for each interval, and says how long that takes', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, 0);
    expect([0, 0, 0].map((at) => bucket.take(at))).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(100);
    expect(bucket.take(60)).toBeCloseTo(40);
    expect(bucket.take(100)).toBe(0);
    expect(bucket.take(100)).toBeCloseTo(100);
  });

  test('a long pause saves no more than a burst', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, 0);
    const taken = Array.from({ length: 10 }, () => bucket.take(3_600_000));
    expect(taken.filter((waitMs) => waitMs === 0)).toHaveLength(2);
  });

  test('a clock that steps back makes no tokens', () => {
    const bucket = new TokenBucket({ perSecond: 1000, burst: 1 }, 1000);
    bucket.take(1000);
    bucket.take(0);
    expect(bucket.take(1000)).toBeGreaterThan(0);
  });

  test('over any stretch no more come through than a burst and what the rate gives', () => {
    fc.assert(
      fc.property(rate, pauses, (limits, steps) => {
        const bucket = new TokenBucket(limits, 0);
        let now = 0;
        const through: number[] = [];
        for (const step of steps) {
          now += step;
          if (bucket.take(now) === 0) through.push(now);
        }
        through.forEach((from, first) => {
          through.slice(first).forEach((to, more) => {
            const allowed = limits.burst + ((to - from) * limits.perSecond) / 1000;
            expect(more + 1).toBeLessThanOrEqual(allowed + 1e-6);
          });
        });
      }),
    );
  });

  test('who waits as long as was said comes through', () => {
    fc.assert(
      fc.property(rate, pauses, (limits, steps) => {
        const bucket = new TokenBucket(limits, 0);
        let now = 0;
        for (const step of steps) {
          now += step;
          const waitMs = bucket.take(now);
          if (waitMs === 0) continue;
          now += waitMs + 1e-6;
          expect(bucket.take(now)).toBe(0);
        }
      }),
    );
  });
});

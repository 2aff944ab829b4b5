import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RollingMinimum } from '../../../src/admission/rolling-minimum.ts';

test('is the least of the last span at least, and of nothing older than two', () => {
  const spanMs = 100;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 1000 })), {
        minLength: 1,
        maxLength: 60,
      }),
      (steps) => {
        const least = new RollingMinimum(spanMs);
        const seen: { at: number; value: number }[] = [];
        let now = 0;
        for (const [pauseMs, value] of steps) {
          now += pauseMs;
          least.saw(value, now);
          seen.push({ at: now, value });
          const lately = (ms: number): number =>
            Math.min(...seen.filter(({ at }) => now - at < ms).map((one) => one.value));
          expect(least.value).toBeLessThanOrEqual(lately(spanMs));
          // A pause between values stretches a span by less than itself.
          expect(least.value).toBeGreaterThanOrEqual(lately(2 * spanMs + 2 * 90));
        }
      },
    ),
  );
});

test('knows a whole span once it has seen the next, and nothing when it begins anew', () => {
  const least = new RollingMinimum(100);
  expect(least.value).toBe(Infinity);
  least.saw(5, 0);
  expect(least.hasSpan).toBe(false);
  least.saw(7, 100);
  expect([least.hasSpan, least.value]).toEqual([true, 5]);
  least.forget();
  expect([least.hasSpan, least.value]).toEqual([false, Infinity]);
});

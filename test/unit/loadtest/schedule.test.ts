import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Schedule } from '../../../loadtest/generator/schedule.ts';

const paces = fc.record({
  ratePerSecond: fc.integer({ min: 1, max: 5000 }),
  seconds: fc.double({ min: 0.05, max: 20, noNaN: true }),
});

test('requests are due evenly, from the beginning', () => {
  const schedule = new Schedule({ ratePerSecond: 100, seconds: 0.05 }, { at: 0, of: 1 });
  expect(Array.from({ length: schedule.count }, (_, number) => schedule.dueMs(number))).toEqual([
    0, 10, 20, 30, 40,
  ]);
});

test('workers together have exactly the requests that one would have', () => {
  fc.assert(
    fc.property(paces, fc.integer({ min: 1, max: 16 }), (pace, of) => {
      const all = (share: { at: number; of: number }): number[] => {
        const schedule = new Schedule(pace, share);
        return Array.from({ length: Math.min(schedule.count, 2000) }, (_, number) => schedule.dueMs(number));
      };
      const alone = new Schedule(pace, { at: 0, of: 1 });
      const shares = Array.from({ length: of }, (_, at) => new Schedule(pace, { at, of }));
      expect(shares.reduce((sum, { count }) => sum + count, 0)).toBe(alone.count);
      fc.pre(alone.count <= 2000);
      const together = Array.from({ length: of }, (_, at) => all({ at, of }))
        .flat()
        .sort((a, b) => a - b);
      expect(together).toEqual(all({ at: 0, of: 1 }));
    }),
    { numRuns: 60 },
  );
});

test('the last request is due within the time', () => {
  fc.assert(
    fc.property(paces, (pace) => {
      const schedule = new Schedule(pace, { at: 0, of: 1 });
      if (schedule.count === 0) return;
      // Half a request may be rounded up.
      expect(schedule.dueMs(schedule.count - 1)).toBeLessThanOrEqual(
        pace.seconds * 1000 - 500 / pace.ratePerSecond + 0.001,
      );
    }),
  );
});

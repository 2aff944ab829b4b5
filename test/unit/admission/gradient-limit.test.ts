import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GradientLimit } from '../../../src/admission/gradient-limit.ts';

/** An engine that works on `cores` at once: beyond that, more at once only take longer. */
function serve(limit: GradientLimit, { cores, rounds }: { cores: number; rounds: number }): void {
  for (let round = 0; round < rounds; round += 1) {
    const inFlight = limit.most;
    limit.took(10 * Math.max(1, inFlight / cores), inFlight);
  }
}

describe('a limit that finds itself', () => {
  test('grows to its ceiling while answers take as long as usual', () => {
    const limit = new GradientLimit(200);
    expect(limit.most).toBe(50);
    serve(limit, { cores: 1000, rounds: 500 });
    expect(limit.most).toBe(200);
  });

  test('settles near what the engine can do at once', () => {
    const limit = new GradientLimit(1000);
    for (let round = 0; round < 1000; round += 1) limit.took(10, 4);
    serve(limit, { cores: 20, rounds: 200 });
    expect(limit.most).toBeGreaterThanOrEqual(15);
    expect(limit.most).toBeLessThan(80);
  });

  test('a limit that is not used stays as it is', () => {
    const limit = new GradientLimit(200);
    for (let round = 0; round < 100; round += 1) limit.took(10 * (1 + round), 2);
    expect(limit.most).toBe(50);
  });

  test('comes back when answers are quick again', () => {
    const limit = new GradientLimit(200);
    for (let round = 0; round < 300; round += 1) limit.took(10, 10);
    for (let round = 0; round < 100; round += 1) limit.took(500, limit.most);
    const low = limit.most;
    expect(low).toBeLessThan(50);
    serve(limit, { cores: 1000, rounds: 1000 });
    expect(limit.most).toBe(200);
  });

  test('is lowered by what could not be served', () => {
    const limit = new GradientLimit(200);
    limit.dropped();
    expect(limit.most).toBe(45);
  });

  test('never leaves its bounds', () => {
    const times = fc.array(
      fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant('dropped' as const)),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), times, (ceiling, samples) => {
        const limit = new GradientLimit(ceiling);
        for (const sample of samples) {
          if (sample === 'dropped') limit.dropped();
          else limit.took(sample, limit.most);
          expect(limit.most).toBeGreaterThanOrEqual(Math.min(8, ceiling));
          expect(limit.most).toBeLessThanOrEqual(ceiling);
        }
      }),
    );
  });
});

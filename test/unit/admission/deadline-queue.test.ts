import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DeadlineQueue } from '../../../src/admission/deadline-queue.ts';

const PATIENCE_MS = 100;
const MOST = 4;

describe('a queue with a deadline', () => {
  test('is first in, first out, and has a bound', () => {
    const queue = new DeadlineQueue<string>({ most: 2, patienceMs: PATIENCE_MS });
    expect([queue.push('a', 0), queue.push('b', 1), queue.push('c', 2)]).toEqual([true, true, false]);
    expect([queue.shift(), queue.shift(), queue.shift()]).toEqual(['a', 'b', undefined]);
  });

  test('tells who is late and when the next will be', () => {
    const queue = new DeadlineQueue<string>({ most: 9, patienceMs: PATIENCE_MS });
    expect([queue.nextLateMs(0), queue.waitedMs(0)]).toEqual([undefined, 0]);
    queue.push('a', 0);
    queue.push('b', 40);
    expect([queue.nextLateMs(90), queue.waitedMs(90)]).toEqual([10, 90]);
    expect(queue.late(99)).toEqual([]);
    expect(queue.late(100)).toEqual(['a']);
    expect(queue.nextLateMs(100)).toBe(40);
  });

  /** What happens to the queue; the plain model is a list. */
  const step = fc.oneof(
    fc.record({ kind: fc.constant('push' as const), after: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ kind: fc.constant('shift' as const), after: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ kind: fc.constant('late' as const), after: fc.integer({ min: 0, max: 150 }) }),
    fc.record({ kind: fc.constant('remove' as const), after: fc.integer({ min: 0, max: 9 }) }),
  );

  test('does what a list would do', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new DeadlineQueue<number>({ most: MOST, patienceMs: PATIENCE_MS });
        let model: { readonly id: number; readonly since: number }[] = [];
        let now = 0;
        steps.forEach(({ kind, after }, id) => {
          if (kind !== 'remove') now += after;
          if (kind === 'push') {
            expect(queue.push(id, now)).toBe(model.length < MOST);
            if (model.length < MOST) model.push({ id, since: now });
          } else if (kind === 'shift') {
            expect(queue.shift()).toBe(model.shift()?.id);
          } else if (kind === 'late') {
            const late = model.filter(({ since }) => now - since >= PATIENCE_MS);
            expect(queue.late(now)).toEqual(late.map((place) => place.id));
            model = model.filter((place) => !late.includes(place));
          } else {
            const found = model[after % MOST];
            expect(queue.remove(found?.id ?? -1)).toBe(found !== undefined);
            model = model.filter((place) => place !== found);
          }
          expect(queue.size).toBe(model.length);
          expect(queue.waitedMs(now)).toBe(model[0] === undefined ? 0 : now - model[0].since);
        });
      }),
    );
  });
});

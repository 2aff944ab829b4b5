import { expect, test } from '@jest/globals';
import { Callers } from '../../../src/admission/callers.ts';

test('each caller has places and a rate of their own', () => {
  const callers = new Callers({ inFlight: 2, rate: { perSecond: 1, burst: 1 } });
  callers.came('a');
  callers.came('a');
  expect([callers.isFull('a'), callers.isFull('b')]).toEqual([true, false]);
  callers.left('a');
  expect(callers.isFull('a')).toBe(false);
  expect([callers.take('a', 0), callers.take('a', 0), callers.take('b', 0)]).toEqual([0, 1000, 0]);
});

test('who has left is forgotten', () => {
  const callers = new Callers({ inFlight: 1, rate: null });
  for (let caller = 0; caller < 1000; caller += 1) {
    callers.came(String(caller));
    callers.left(String(caller));
  }
  expect(callers.present).toBe(0);
});

test('the table of rates is bounded: the caller who was away longest begins anew', () => {
  const callers = new Callers({ inFlight: null, rate: { perSecond: 0.001, burst: 1 } });
  callers.take('first', 0);
  expect(callers.take('first', 0)).toBeGreaterThan(0);
  for (let caller = 0; caller < 10_000; caller += 1) callers.take(String(caller), 0);
  expect(callers.take('first', 0)).toBe(0);
});

test('without limits it does not matter who calls', () => {
  expect(new Callers({ inFlight: null, rate: null }).limited).toBe(false);
});

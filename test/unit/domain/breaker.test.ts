import { expect, test } from '@jest/globals';
import { createBreaker } from '../../../src/domain/breaker.ts';

function world() {
  const clock = { ms: 0, now: () => clock.ms };
  const breaker = createBreaker(clock);
  const fail = (times: number) => {
    for (let n = 0; n < times; n++) breaker.failed();
  };
  return { clock, breaker, fail };
}

test('opens after five failures in a row, not before', () => {
  const { breaker, fail } = world();
  fail(4);
  breaker.succeeded();
  fail(4);
  expect(breaker.allows()).toBe(true);
  fail(1);
  expect(breaker.allows()).toBe(false);
  expect(breaker.isOpen()).toBe(true);
});

test('lets one through after each pause, and the pauses grow up to half a minute', () => {
  const { clock, breaker, fail } = world();
  fail(5);
  for (const pauseMs of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    clock.ms += pauseMs - 1;
    expect(breaker.allows()).toBe(false);
    clock.ms += 1;
    expect(breaker.allows()).toBe(true);
    expect(breaker.allows()).toBe(false);
    fail(1);
  }
  clock.ms += 30_000;
  expect(breaker.allows()).toBe(true);
  breaker.succeeded();
  expect([breaker.allows(), breaker.allows(), breaker.isOpen()]).toEqual([true, true, false]);
});

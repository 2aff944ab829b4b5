import type { Clock } from './clock.ts';

/** Keeps what fails again and again from being asked. */
export interface Breaker {
  /** Whether it may be asked now; while it is open one question is let through at the end of each pause. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
  /** Whether it was found failing and has not answered since. */
  isOpen(): boolean;
}

const FAILURES = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Opens after five failures in a row, for a second; for twice as long whenever the probe fails as well. */
export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let pauseMs = FIRST_PAUSE_MS;
  let askAgainAt = -Infinity;
  return {
    allows() {
      if (failures < FAILURES) return true;
      if (clock.now() < askAgainAt) return false;
      // The one that asks now is the probe; the others wait for what it brings.
      askAgainAt = clock.now() + pauseMs;
      return true;
    },
    succeeded() {
      failures = 0;
      pauseMs = FIRST_PAUSE_MS;
    },
    failed() {
      failures++;
      if (failures > FAILURES) pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      if (failures >= FAILURES) askAgainAt = clock.now() + pauseMs;
    },
    isOpen: () => failures >= FAILURES,
  };
}

import type { Clock } from './clock.ts';

/** Monotonic milliseconds, and calls at a later time; tests bring their own. */
export interface Time extends Clock {
  /** Calls once, after so many milliseconds; what comes back calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export const SYSTEM_TIME: Time = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};

import { setImmediate } from 'node:timers/promises';

/** The longest that work on rules may hold up whatever else its thread does, in milliseconds. */
const SLICE_MS = 8;

/** Runs a reader to its end, with a pause for others every few milliseconds. */
export async function inSlices<T>(steps: Generator<unknown, T, undefined>): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await setImmediate();
  }
}

/**
 * Reading that pauses after every rule or line, so that a large file need not hold up what else the process does. Each
 * step gives the line of the file that it has come to.
 */
export type Steps<T> = Generator<number, T, undefined>;

/** What the steps come to, without a pause. */
export function completed<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

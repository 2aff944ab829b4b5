/** Work that nobody waits for, done when those who are waited for have been served. */
export interface Aside {
  /** Does it at the latest when the event loop turns; it must not throw. */
  put(work: () => void): void;
  /** Does now what was put aside. */
  finish(): void;
}

/** Done at once past this, so that a long turn of the loop keeps no more. */
const MOST = 1000;

/**
 * Counting and timing a search takes 50 to 100 µs of the SDK, whose share before the answer is part of the search's time. Put
 * aside, that share falls into the time in which the engine searches.
 */
export function createAside(): Aside {
  let waiting: (() => void)[] = [];
  const finish = (): void => {
    const due = waiting;
    waiting = [];
    for (const work of due) work();
  };
  return {
    put(work) {
      if (waiting.length === 0) setImmediate(finish);
      waiting.push(work);
      if (waiting.length >= MOST) finish();
    },
    finish,
  };
}

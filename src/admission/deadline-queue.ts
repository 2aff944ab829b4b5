interface Place {
  readonly since: number;
}

/**
 * A bounded queue, first in, first out, whose places are good for `patienceMs`. All wait equally long at most, so the
 * first is also the first to be late. Times are monotonic milliseconds.
 */
export class DeadlineQueue<T> {
  readonly #most: number;
  readonly #patienceMs: number;
  readonly #places = new Map<T, Place>();

  constructor({ most, patienceMs }: { readonly most: number; readonly patienceMs: number }) {
    this.#most = most;
    this.#patienceMs = patienceMs;
  }

  get size(): number {
    return this.#places.size;
  }

  /** False where there is no room. */
  push(item: T, now: number): boolean {
    if (this.#places.size >= this.#most) return false;
    this.#places.set(item, { since: now });
    return true;
  }

  /** The one that waits longest, which leaves the queue; those whose time is over are {@link late}'s. */
  shift(): T | undefined {
    for (const item of this.#places.keys()) {
      this.#places.delete(item);
      return item;
    }
    return undefined;
  }

  /** Leaves the queue from wherever it stands in it; false where it waits no more. */
  remove(item: T): boolean {
    return this.#places.delete(item);
  }

  /** Those whose time is over, longest first; they leave the queue. */
  late(now: number): readonly T[] {
    const late: T[] = [];
    for (const [item, { since }] of this.#places) {
      if (now - since < this.#patienceMs) break;
      this.#places.delete(item);
      late.push(item);
    }
    return late;
  }

  /** How long the first has waited, 0 where nobody waits. */
  waitedMs(now: number): number {
    for (const { since } of this.#places.values()) return now - since;
    return 0;
  }

  /** Milliseconds until the first is late; undefined where nobody waits. */
  nextLateMs(now: number): number | undefined {
    return this.#places.size === 0 ? undefined : Math.max(0, this.#patienceMs - this.waitedMs(now));
  }
}

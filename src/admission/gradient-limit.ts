/** How many may be under way at once. */
export interface ConcurrencyLimit {
  /** Whole, ≥ 1. */
  readonly most: number;
  /** Tells how long one took, and how many were under way with it. */
  took(ms: number, inFlight: number): void;
  /** Tells that one could not be served for load. */
  dropped(): void;
}

export function fixedLimit(most: number): ConcurrencyLimit {
  return { most, took: () => undefined, dropped: () => undefined };
}

/** Times may grow by this much before that counts as queueing. */
const TOLERANCE = 1.5;
/** Share of a new value in the limit. */
const SMOOTHING = 0.2;
/** Samples over which the usual time is averaged: long enough to outlast a queue that builds up. */
const LONG_WINDOW = 600;
const SHORT_WINDOW = 10;
const LEAST = 8;
const BACKOFF = 0.9;

/**
 * A limit that finds itself: while answers take as long as usual it grows by a small queue, when they take longer it
 * shrinks in proportion. After the Gradient2 limit of Netflix' concurrency-limits. It never leaves `LEAST..ceiling`.
 */
export class GradientLimit implements ConcurrencyLimit {
  readonly #ceiling: number;
  readonly #least: number;
  #limit: number;
  #usual: number | undefined;
  #recent = 0;

  constructor(ceiling: number) {
    this.#ceiling = ceiling;
    this.#least = Math.min(LEAST, ceiling);
    this.#limit = Math.min(ceiling, Math.max(this.#least, ceiling / 4));
  }

  get most(): number {
    return Math.floor(this.#limit);
  }

  took(ms: number, inFlight: number): void {
    const time = Math.max(0.1, ms);
    if (this.#usual === undefined) {
      this.#usual = time;
      this.#recent = time;
      return;
    }
    this.#usual += (time - this.#usual) / LONG_WINDOW;
    this.#recent += (time - this.#recent) / SHORT_WINDOW;
    // After a long time of load the average has become the load's: come back faster than it went.
    if (this.#usual > 2 * this.#recent) this.#usual *= 0.95;
    // A limit that is not used says nothing about whether it is right.
    if (inFlight < this.#limit / 2) return;
    const gradient = Math.max(0.5, Math.min(1, (TOLERANCE * this.#usual) / this.#recent));
    const wanted = this.#limit * gradient + Math.sqrt(this.#limit);
    this.#set(this.#limit * (1 - SMOOTHING) + wanted * SMOOTHING);
  }

  dropped(): void {
    this.#set(this.#limit * BACKOFF);
  }

  #set(limit: number): void {
    this.#limit = Math.min(this.#ceiling, Math.max(this.#least, limit));
  }
}

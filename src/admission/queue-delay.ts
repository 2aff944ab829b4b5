/** Answers over which the delay is a mean. */
const OVER = 16;
/** Least answers before it means anything. */
const LEAST = 8;
/** After which nothing is known of the queue any more. */
const FRESH_MS = 1000;
/** For how long the least delay stands for a way without a queue. */
const LEAST_DELAY_MS = 60_000;
/** With fewer others under way no queue is of our making. */
const OTHERS = 2;

/** One answer: what it took beyond the work that was done for it, and how many others were under way with it. */
export interface Delayed {
  readonly ms: number;
  readonly others: number;
}

/**
 * How long answers wait for their turn: what they took on their way, less the least of it in the last minute or two, which
 * is the way itself. So it needs no notion of a usual time, and a distant engine or a slow query is no queue. After the
 * standing queue of CoDel (RFC 8289) and the least round trip of BBR. Times are monotonic milliseconds.
 */
export class QueueDelay {
  #meanMs = 0;
  #others = 0;
  #seen = 0;
  #seenAt = -Infinity;
  #leastMs = Infinity;
  #leastBeforeMs = Infinity;
  #leastSince = -Infinity;

  saw({ ms, others }: Delayed, now: number): void {
    if (now - this.#leastSince >= LEAST_DELAY_MS) {
      this.#leastBeforeMs = this.#leastMs;
      this.#leastMs = Infinity;
      this.#leastSince = now;
    }
    this.#leastMs = Math.min(this.#leastMs, ms);
    if (now - this.#seenAt >= FRESH_MS) this.forget();
    this.#seen += 1;
    this.#seenAt = now;
    const weight = Math.max(1 / OVER, 1 / this.#seen);
    this.#meanMs += (ms - this.#meanMs) * weight;
    this.#others += (others - this.#others) * weight;
  }

  /** Milliseconds, ≥ 0; 0 where nothing is known. */
  ms(now: number): number {
    if (this.#seen < LEAST || now - this.#seenAt >= FRESH_MS || this.#others < OTHERS) return 0;
    return Math.max(0, this.#meanMs - Math.min(this.#leastMs, this.#leastBeforeMs));
  }

  /** Begins anew; what a way takes without a queue stays known. */
  forget(): void {
    this.#seen = 0;
    this.#meanMs = 0;
    this.#others = 0;
  }
}

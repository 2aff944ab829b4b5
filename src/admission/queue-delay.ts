import { RollingMinimum } from './rolling-minimum.ts';

/** Answers over which the delay is a mean. */
const OVER = 16;
/** Least answers before it means anything. */
const LEAST = 8;
/** After which nothing is known of the queue any more. */
const FRESH_MS = 1000;
/** For how long the least delay stands for a way without a queue. */
const LEAST_DELAY_MS = 60_000;
/** A queue stands when it has not been shorter for one to two of these: a burst that the engine works off is none. */
const STANDING_MS = 100;
/** With fewer others under way no queue is of our making. */
const OTHERS = 2;

/** One answer: what it took beyond the work that was done for it, and how many others were under way with it. */
export interface Delayed {
  readonly ms: number;
  readonly others: number;
}

/**
 * How long answers wait for their turn: what they took on their way, less the least of it in the last minute or two, which
 * is the way itself. So it needs no notion of a usual time, and a distant engine or a slow query is no queue; new
 * connections and passwords that are seen for the first time are over before they count. After the standing queue of CoDel
 * (RFC 8289) and the least round trip of BBR. Times are monotonic milliseconds.
 */
export class QueueDelay {
  #meanMs = 0;
  #others = 0;
  #seen = 0;
  #seenAt = -Infinity;
  /** What a way takes without a queue. */
  readonly #least = new RollingMinimum(LEAST_DELAY_MS);
  readonly #standing = new RollingMinimum(STANDING_MS);

  saw({ ms, others }: Delayed, now: number): void {
    this.#least.saw(ms, now);
    if (now - this.#seenAt >= FRESH_MS) this.forget();
    this.#seen += 1;
    this.#seenAt = now;
    const weight = Math.max(1 / OVER, 1 / this.#seen);
    this.#meanMs += (ms - this.#meanMs) * weight;
    this.#others += (others - this.#others) * weight;
    if (this.#seen >= LEAST) this.#standing.saw(this.#meanMs - this.#least.value, now);
  }

  /** Milliseconds, ≥ 0; 0 where nothing is known. */
  ms(now: number): number {
    if (!this.#standing.hasSpan || now - this.#seenAt >= FRESH_MS || this.#others < OTHERS) return 0;
    return Math.max(0, this.#standing.value);
  }

  /** Begins anew; what a way takes without a queue stays known. */
  forget(): void {
    this.#seen = 0;
    this.#meanMs = 0;
    this.#others = 0;
    this.#standing.forget();
  }
}

/** How often something may happen: `perSecond` in the long run, `burst` at once, both ≥ 1. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket: it holds `burst` tokens, begins full and gains `perSecond` of them a second. */
export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #filledAt: number;

  /** @param now monotonic milliseconds, as in {@link take} */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledAt = now;
  }

  /** Takes one token; gives 0, or the milliseconds until there is one, and then nothing was taken. */
  take(now: number): number {
    const { perSecond, burst } = this.#rate;
    const passed = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(burst, this.#tokens + (passed * perSecond) / 1000);
    this.#filledAt += passed;
    if (this.#tokens < 1) return ((1 - this.#tokens) * 1000) / perSecond;
    this.#tokens -= 1;
    return 0;
  }
}

/** Tokens that can be saved up for a burst. */
const MOST = 100;

/** Lets retries be at most a share of requests, so that a failing cluster is not hit twice as hard. */
export class RetryBudget {
  readonly #share: number;
  #tokens: number;

  /** @param share 0..1; 0 forbids retries */
  constructor(share: number) {
    this.#share = share;
    // The first request may already be retried.
    this.#tokens = share === 0 ? 0 : 1 - share;
  }

  /** To be called once per request. */
  deposit(): void {
    this.#tokens = Math.min(MOST, this.#tokens + this.#share);
  }

  /** Whether one more retry is within the budget; takes it if so. */
  take(): boolean {
    // Sums of 0.2 fall short of whole numbers by rounding.
    if (this.#tokens < 1 - 1e-9) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** The least of the values of the last one to two spans of time. Times are monotonic milliseconds. */
export class RollingMinimum {
  readonly #spanMs: number;
  #least = Infinity;
  #leastBefore = Infinity;
  #since = -Infinity;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  saw(value: number, now: number): void {
    if (now - this.#since >= this.#spanMs) {
      this.#leastBefore = this.#least;
      this.#least = Infinity;
      this.#since = now;
    }
    this.#least = Math.min(this.#least, value);
  }

  /** Infinity where there was none. */
  get value(): number {
    return Math.min(this.#least, this.#leastBefore);
  }

  /** Whether the values are of more than one span. */
  get hasSpan(): boolean {
    return this.#leastBefore !== Infinity;
  }

  /** Begins anew. */
  forget(): void {
    this.#least = Infinity;
    this.#leastBefore = Infinity;
    this.#since = -Infinity;
  }
}

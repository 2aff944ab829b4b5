/** Over which the rate is a mean: long enough that chance alone seldom moves it by a quarter. */
const OVER_MS = 2000;

/** How many come in a second: what came weighs less the longer it is ago. Times are monotonic milliseconds. */
export class ArrivalRate {
  #weight = 0;
  #at = -Infinity;

  came(now: number): void {
    this.#weight = this.#left(now) + 1;
    this.#at = now;
  }

  perSecond(now: number): number {
    return (this.#left(now) * 1000) / OVER_MS;
  }

  #left(now: number): number {
    return this.#weight === 0 ? 0 : this.#weight * Math.exp((this.#at - now) / OVER_MS);
  }
}

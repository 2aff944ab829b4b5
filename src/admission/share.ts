/** Least events before a share means anything. */
const LEAST = 8;

/** The share of the latest events that were of a kind, exponentially weighted; 0 while there are few. */
export class RecentShare {
  readonly #weight: number;
  #share = 0;
  #events = 0;

  /** @param over about how many events are remembered */
  constructor(over: number) {
    this.#weight = 1 / over;
  }

  /** 0..1 */
  get value(): number {
    return this.#events < LEAST ? 0 : this.#share;
  }

  saw(isOne: boolean): void {
    this.#events += 1;
    const weight = Math.max(this.#weight, 1 / this.#events);
    this.#share += ((isOne ? 1 : 0) - this.#share) * weight;
  }

  /** Begins anew. */
  forget(): void {
    this.#share = 0;
    this.#events = 0;
  }
}

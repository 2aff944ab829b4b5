/** Least events before a share means anything. */
const LEAST = 8;

/** The mean of the latest shares, exponentially weighted; 0 while there are few. */
export class RecentShare {
  readonly #weight: number;
  #share = 0;
  #events = 0;

  /** @param over about how many are remembered */
  constructor(over: number) {
    this.#weight = 1 / over;
  }

  /** 0..1 */
  get value(): number {
    return this.#events < LEAST ? 0 : this.#share;
  }

  /** @param share 0..1 */
  saw(share: number): void {
    this.#events += 1;
    const weight = Math.max(this.#weight, 1 / this.#events);
    this.#share += (share - this.#share) * weight;
  }

  /** Begins anew. */
  forget(): void {
    this.#share = 0;
    this.#events = 0;
  }
}

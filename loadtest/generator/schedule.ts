/** So many requests a second for so long. */
export interface Pace {
  readonly ratePerSecond: number;
  readonly seconds: number;
}

/** Which of the workers this is, and how many there are. */
export interface Share {
  readonly at: number;
  readonly of: number;
}

/**
 * When requests are due, in milliseconds from the beginning: evenly spaced, whatever became of those before. Each worker
 * takes every n-th, so that all of them together keep the pace.
 */
export class Schedule {
  readonly #gapMs: number;
  readonly #share: Share;
  /** How many are this worker's. */
  readonly count: number;

  constructor({ ratePerSecond, seconds }: Pace, share: Share) {
    const all = Math.round(ratePerSecond * seconds);
    this.#gapMs = 1000 / ratePerSecond;
    this.#share = share;
    this.count = Math.max(0, Math.ceil((all - share.at) / share.of));
  }

  /** When this worker's request of this number, from 0, is due. */
  dueMs(number: number): number {
    return (number * this.#share.of + this.#share.at) * this.#gapMs;
  }
}

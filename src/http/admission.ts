import type { ServerResponse } from 'node:http';

export interface AdmissionLimits {
  /** Most at the same time. */
  readonly inFlight: number;
  /** Most that wait for their turn. */
  readonly queue: number;
}

interface Waiting {
  readonly response: ServerResponse;
  readonly start: () => void;
}

/** Bounds how much is under way: what is beyond waits in order, what is beyond that is refused. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #waiting = new Set<Waiting>();
  #inFlight = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Starts now or in turn; a turn ends with its response. False when too many wait already. */
  enter(response: ServerResponse, start: () => void): boolean {
    if (this.#inFlight < this.#limits.inFlight) {
      this.#run({ response, start });
      return true;
    }
    if (this.#waiting.size >= this.#limits.queue) return false;
    const waiting = { response, start };
    this.#waiting.add(waiting);
    response.once('close', () => this.#waiting.delete(waiting));
    return true;
  }

  #run({ response, start }: Waiting): void {
    this.#inFlight += 1;
    response.once('close', this.#left);
    start();
  }

  readonly #left = (): void => {
    this.#inFlight -= 1;
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      this.#run(next);
      return;
    }
  };
}

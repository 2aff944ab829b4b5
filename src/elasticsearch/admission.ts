import { GatewayError } from '../errors.ts';

/** Lets so many exchanges run at a time, keeps so many waiting in order, and refuses the rest at once. */
export class Admission {
  readonly #limit: number;
  readonly #queueLimit: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor({ inFlight, queue }: { readonly inFlight: number; readonly queue: number }) {
    this.#limit = inFlight;
    this.#queueLimit = queue;
  }

  /**
   * Resolves when it is this caller's turn, who must call `leave` in the end.
   * @throws GatewayError `overloaded` when too many wait, `client_gone` when the signal aborted the wait
   */
  async enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw gone();
    if (this.#running < this.#limit) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.size >= this.#queueLimit) {
      throw new GatewayError('overloaded', 'too many searches wait for Elasticsearch; try again later');
    }
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.#waiting.delete(turn);
        reject(gone());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(turn);
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    // The place passes on: `#running` stays as it is.
    this.#waiting.delete(next);
    next();
  }
}

function gone(): GatewayError {
  return new GatewayError('client_gone', 'the client went away');
}

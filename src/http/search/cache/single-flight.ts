interface Flight<T> {
  readonly value: Promise<T>;
  readonly cut: AbortController;
  /** Who waits for it. */
  waiting: number;
}

/**
 * Does the same work once for all who ask for it at the same time. It belongs to none of them: whoever goes takes nothing
 * from the others, and it is called off when the last has gone. Nothing is kept once it is done.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** How many are under way. */
  get size(): number {
    return this.#flights.size;
  }

  /**
   * @param signal of the one who asks; when it aborts only they stop waiting
   * @returns what the work brings, and whether somebody else had begun it
   * @throws what the work throws, or the signal's reason
   */
  async join(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly value: T; readonly joined: boolean }> {
    signal.throwIfAborted();
    const known = this.#flights.get(key);
    const flight = known ?? this.#begin(key, work);
    flight.waiting += 1;
    let onAbort = (): void => undefined;
    const gone = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return { value: await Promise.race([flight.value, gone]), joined: known !== undefined };
    } finally {
      signal.removeEventListener('abort', onAbort);
      flight.waiting -= 1;
      if (flight.waiting === 0 && this.#forget(key, flight)) flight.cut.abort(signal.reason);
    }
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const cut = new AbortController();
    const flight: Flight<T> = { value: work(cut.signal), cut, waiting: 0 };
    this.#flights.set(key, flight);
    // Who comes after it is done begins anew. Those who wait hear of a failure; nobody else has to.
    const landed = (): boolean => this.#forget(key, flight);
    flight.value.then(landed, landed);
    return flight;
  }

  /** False where it is done, or another has taken its place. */
  #forget(key: string, flight: Flight<T>): boolean {
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }
}

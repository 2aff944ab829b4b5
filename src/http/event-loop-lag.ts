const EVERY_MS = 50;
/** Of a reading in the mean: a single pause, as of the garbage collector, is not load. */
const WEIGHT = 0.2;
/** Of one reading, however long the pause was: it takes several to make a process saturated. */
const MOST_MS = 400;

/** How late the event loop runs: the mean of the last quarter of a second or so, in milliseconds. */
export class EventLoopLag {
  #meanMs = 0;
  #due = performance.now() + EVERY_MS;
  readonly #timer = setInterval(() => this.#read(), EVERY_MS).unref();

  get ms(): number {
    return this.#meanMs;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #read(): void {
    const now = performance.now();
    this.#meanMs += (Math.min(MOST_MS, Math.max(0, now - this.#due)) - this.#meanMs) * WEIGHT;
    this.#due = now + EVERY_MS;
  }
}

import type { Time } from '../../../src/domain/time.ts';

/** Time that passes when it is told to; what is due on the way is called in order. */
export class FakeTime implements Time {
  #now = 0;
  readonly #due = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const entry = { at: this.#now + Math.max(0, ms), callback };
    this.#due.add(entry);
    return () => void this.#due.delete(entry);
  }

  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = [...this.#due].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }
}

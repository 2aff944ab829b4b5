/**
 * Counts of texts in bounded memory: lossy counting (Manku and Motwani 2002). Whenever there are too many, those seen
 * least are forgotten; a count may then be too low by as many as there were such rounds.
 */
export class Tally {
  readonly #counts: Map<string, number>;
  readonly #most: number;
  /** Rounds of forgetting so far. */
  #rounds = 0;

  /** @param most texts that are kept at a time */
  constructor(most: number, counts: ReadonlyMap<string, number> = new Map()) {
    this.#most = most;
    this.#counts = new Map(counts);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  of(text: string): number {
    return this.#counts.get(text) ?? 0;
  }

  add(text: string, times = 1): void {
    this.#counts.set(text, this.of(text) + times);
    while (this.#counts.size > this.#most) this.#forget();
  }

  #forget(): void {
    this.#rounds += 1;
    for (const [text, count] of this.#counts) if (count <= this.#rounds) this.#counts.delete(text);
  }
}

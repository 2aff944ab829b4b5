/** The most probable of the words that it is given, best first; of equal ones the first. */
export class Shortlist {
  readonly #words: Int32Array;
  readonly #costs: Float64Array;
  readonly #scores: Float64Array;
  readonly #most: number;
  #size = 0;

  constructor(most: number) {
    this.#most = most;
    this.#words = new Int32Array(most);
    this.#costs = new Float64Array(most);
    this.#scores = new Float64Array(most);
  }

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
  }

  word(place: number): number {
    return this.#words[place]!;
  }

  /** Below 0: log10 of the probability of the slip. */
  cost(place: number): number {
    return this.#costs[place]!;
  }

  /** @param probability log10 of that of the word, the slip left out */
  add(word: number, cost: number, probability: number): void {
    const score = cost + probability;
    let place = this.#size;
    while (place > 0 && this.#scores[place - 1]! < score) place -= 1;
    if (place === this.#most) return;
    if (this.#size < this.#most) this.#size += 1;
    for (let below = this.#size - 1; below > place; below -= 1) {
      this.#words[below] = this.#words[below - 1]!;
      this.#costs[below] = this.#costs[below - 1]!;
      this.#scores[below] = this.#scores[below - 1]!;
    }
    this.#words[place] = word;
    this.#costs[place] = cost;
    this.#scores[place] = score;
  }
}

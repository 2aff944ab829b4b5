const GROWTH = 2;
const FIRST_SIZE = 256;

/** Words over the places of a text, side by side by where they begin; filled place by place. */
export class Lattice {
  readonly length: number;
  /** Of the words that begin at each place, the number of the first; one more at the end. */
  readonly first: Uint32Array;
  #words = new Int32Array(FIRST_SIZE);
  #ends = new Uint16Array(FIRST_SIZE);
  #costs = new Float64Array(FIRST_SIZE);
  #size = 0;
  #at = 0;

  constructor(length: number) {
    this.length = length;
    this.first = new Uint32Array(length + 1);
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Adds a word that begins at a place; places come in order.
   * @param word -1 for a character that no list has
   * @param end the place behind it
   * @param cost 0 for what was typed, below for a slip: log10 of its probability
   */
  add(at: number, word: number, end: number, cost: number): void {
    if (this.#size === this.#words.length) this.#grow();
    for (; this.#at < at; this.#at += 1) this.first[this.#at + 1] = this.#size;
    this.#words[this.#size] = word;
    this.#ends[this.#size] = end;
    this.#costs[this.#size] = cost;
    this.#size += 1;
  }

  /** To be called when all words are in. */
  close(): this {
    this.first.fill(this.#size, this.#at + 1);
    return this;
  }

  word(edge: number): number {
    return this.#words[edge]!;
  }

  end(edge: number): number {
    return this.#ends[edge]!;
  }

  cost(edge: number): number {
    return this.#costs[edge]!;
  }

  #grow(): void {
    const size = this.#words.length * GROWTH;
    const [words, ends, costs] = [this.#words, this.#ends, this.#costs];
    (this.#words = new Int32Array(size)).set(words);
    (this.#ends = new Uint16Array(size)).set(ends);
    (this.#costs = new Float64Array(size)).set(costs);
  }
}

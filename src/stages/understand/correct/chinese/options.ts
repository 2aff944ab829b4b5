/** Another character costs as much as all others: more than these are hardly ever meant. */
const MOST = 16;

/** Other characters for the places of a run, the best fitting ones first; filled place by place. */
export class Options {
  readonly #first: Uint16Array;
  readonly #codes: Uint16Array;
  readonly #kinds: Uint8Array;
  readonly #gains: Float64Array;
  #size = 0;

  constructor(length: number) {
    this.#first = new Uint16Array(length + 1);
    this.#codes = new Uint16Array(length * MOST);
    this.#kinds = new Uint8Array(length * MOST);
    this.#gains = new Float64Array(length * MOST);
  }

  get size(): number {
    return this.#size;
  }

  /** Number of the first option of a place; that of the next place is where they end. */
  first(at: number): number {
    return this.#first[at]!;
  }

  code(option: number): number {
    return this.#codes[option]!;
  }

  /** How it may be mistaken for the one typed: `SAME_SOUND` and the like. */
  kind(option: number): number {
    return this.#kinds[option]!;
  }

  /** How much better it fits its neighbours than the one typed, natural logarithm of odds. */
  gain(option: number): number {
    return this.#gains[option]!;
  }

  /** Adds one to a place unless as many fit better there; of those that fit as well the first comes first. */
  add(at: number, code: number, kind: number, gain: number): void {
    const first = this.#first[at]!;
    let option = this.#size;
    while (option > first && this.#gains[option - 1]! < gain) option -= 1;
    if (option === first + MOST) return;
    if (this.#size < first + MOST) this.#size += 1;
    for (let below = this.#size - 1; below > option; below -= 1) this.#copy(this, below - 1, below);
    this.#codes[option] = code;
    this.#kinds[option] = kind;
    this.#gains[option] = gain;
  }

  /** Adds those of a place of another run. */
  addAll(others: Options, at: number): void {
    for (let option = others.first(at); option < others.first(at + 1); option += 1) {
      this.#copy(others, option, this.#size);
      this.#size += 1;
    }
  }

  /** To be called when all options of a place are in. */
  close(at: number): void {
    this.#first[at + 1] = this.#size;
  }

  #copy(from: Options, option: number, to: number): void {
    this.#codes[to] = from.#codes[option]!;
    this.#kinds[to] = from.#kinds[option]!;
    this.#gains[to] = from.#gains[option]!;
  }
}

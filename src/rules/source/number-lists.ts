/** Lists of numbers, by number, one behind the other. */
export interface NumberLists {
  /** Where each begins, with one more entry for the end of the last; none behind the last that has anything. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly values: Uint32Array<ArrayBuffer>;
}

/** Gathers lists whose members come in any order. */
export class ListBuilder {
  readonly #lists: number[] = [];
  readonly #values: number[] = [];
  #count = 0;

  /** @param value below 2^32 */
  add(list: number, value: number): void {
    this.#lists.push(list);
    this.#values.push(value);
    this.#count = Math.max(this.#count, list + 1);
  }

  /** Each list in the order in which it was added to. */
  packed(): NumberLists {
    const starts = new Uint32Array(this.#count + 1);
    for (const list of this.#lists) starts[list + 1]! += 1;
    for (let list = 0; list < this.#count; list += 1) starts[list + 1]! += starts[list]!;
    const values = new Uint32Array(this.#values.length);
    const next = starts.slice();
    this.#lists.forEach((list, at) => (values[next[list]!++] = this.#values[at]!));
    return { starts, values };
  }
}

/** The members of a list; none where nothing was added to it. */
export function listOf({ starts, values }: NumberLists, list: number): Uint32Array {
  const [from, to] = [starts[list], starts[list + 1]];
  return from === undefined || to === undefined ? values.subarray(0, 0) : values.subarray(from, to);
}

/**
 * Dense arrays over all documents of an index, lent to one clause at a time and handed back zeroed.
 * Taking them from a pool keeps a search free of large allocations.
 */
export class Scratch {
  private readonly size: number;
  private readonly sums: Float64Array[] = [];
  private readonly counts: Uint16Array[] = [];

  constructor(size: number) {
    this.size = size;
  }

  takeSums(): Float64Array {
    return this.sums.pop() ?? new Float64Array(this.size);
  }

  takeCounts(): Uint16Array {
    return this.counts.pop() ?? new Uint16Array(this.size);
  }

  giveSums(array: Float64Array): void {
    array.fill(0);
    this.sums.push(array);
  }

  giveCounts(array: Uint16Array): void {
    array.fill(0);
    this.counts.push(array);
  }
}

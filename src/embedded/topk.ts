/** Keeps the best `limit` of many values: a binary heap whose root is the worst of those kept. */
export class TopK<T> {
  private readonly limit: number;
  /** Negative where the first argument is better. */
  private readonly compare: (a: T, b: T) => number;
  private readonly heap: T[] = [];

  constructor(limit: number, compare: (a: T, b: T) => number) {
    this.limit = limit;
    this.compare = compare;
  }

  /** The worst value kept once the heap is full; only a better one can still enter. */
  get threshold(): T | undefined {
    return this.heap.length < this.limit ? undefined : this.heap[0];
  }

  offer(value: T): void {
    const { heap } = this;
    if (heap.length < this.limit) {
      heap.push(value);
      this.siftUp(heap.length - 1);
    } else if (heap.length > 0 && this.compare(value, heap[0]!) < 0) {
      heap[0] = value;
      this.siftDown();
    }
  }

  /** The values kept, best first. */
  sorted(): readonly T[] {
    return this.heap.toSorted(this.compare);
  }

  private siftUp(start: number): void {
    const { heap } = this;
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.compare(heap[at]!, heap[parent]!) <= 0) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  private siftDown(): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const worse = right < heap.length && this.compare(heap[right]!, heap[left]!) > 0 ? right : left;
      if (this.compare(heap[worse]!, heap[at]!) <= 0) return;
      [heap[at], heap[worse]] = [heap[worse]!, heap[at]!];
      at = worse;
    }
  }
}

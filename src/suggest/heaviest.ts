/** Some entries side by side whose scores count for a share. */
export interface ScoredRange {
  readonly from: number;
  readonly to: number;
  /** 0..1 */
  readonly quality: number;
}

/** The tree of the best entry of every range (a segment tree over places), to be kept with the scores. */
export function bestTree(scores: Float32Array): Uint32Array {
  const tree = new Uint32Array(scores.length * 2);
  for (let at = 0; at < scores.length; at += 1) tree[scores.length + at] = at;
  for (let node = scores.length - 1; node > 0; node -= 1) {
    const [left, right] = [tree[node * 2]!, tree[node * 2 + 1]!];
    tree[node] = scores[left]! >= scores[right]! ? left : right;
  }
  return tree;
}

/** Of ranges of entries, the best first: each next one costs a logarithm, however long the ranges are. */
export class Heaviest {
  readonly #scores: Float32Array;
  readonly #tree: Uint32Array;

  constructor(scores: Float32Array, tree: Uint32Array) {
    this.#scores = scores;
    this.#tree = tree;
  }

  /** Entries with the range that each was found in. Ranges may overlap: an entry then comes more than once. */
  *of<Range extends ScoredRange>(
    ranges: readonly Range[],
  ): Generator<{ readonly entry: number; readonly score: number; readonly range: Range }> {
    const heap: Waiting<Range>[] = [];
    const add = (range: Range, from: number, to: number): void => {
      if (from >= to) return;
      const entry = this.#best(from, to);
      push(heap, { range, from, to, entry, score: range.quality * this.#scores[entry]! });
    };
    for (const range of ranges) add(range, range.from, range.to);
    for (let best = pop(heap); best !== undefined; best = pop(heap)) {
      const { range, from, to, entry, score } = best;
      yield { entry, score, range };
      add(range, from, entry);
      add(range, entry + 1, to);
    }
  }

  #best(from: number, to: number): number {
    const size = this.#scores.length;
    let best = from;
    const offer = (entry: number): void => {
      const [one, other] = [this.#scores[entry]!, this.#scores[best]!];
      if (one > other || (one === other && entry < best)) best = entry;
    };
    for (let [low, high] = [from + size, to + size]; low < high; low >>>= 1, high >>>= 1) {
      if (low % 2 === 1) offer(this.#tree[low++]!);
      if (high % 2 === 1) offer(this.#tree[--high]!);
    }
    return best;
  }
}

interface Waiting<Range> {
  readonly range: Range;
  readonly from: number;
  readonly to: number;
  readonly entry: number;
  readonly score: number;
}

function isBefore(one: Waiting<unknown>, other: Waiting<unknown>): boolean {
  return one.score > other.score || (one.score === other.score && one.entry < other.entry);
}

function push<Range>(heap: Waiting<Range>[], item: Waiting<Range>): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const parent = (at - 1) >>> 1;
    if (!isBefore(item, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = item;
}

function pop<Range>(heap: Waiting<Range>[]): Waiting<Range> | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  for (let child = 1; child < heap.length; child = at * 2 + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}

/** What an input is for: a rule, or a literal of one. */
export interface Target {
  /** Number of the rule. */
  readonly rule: number;
  /** Number of the literal in a boolean input; undefined for a simple one. */
  readonly literal?: number;
  /** Whether the query must begin, or end, with the input. */
  readonly left: boolean;
  readonly right: boolean;
}

/** Rule, literal and sides, number of the next. */
const ENTRY = 3;
const LEFT = 1;
const RIGHT = 2;

/** Lists of targets by number of their node, in the order in which they were added; all in two arrays. */
export class TargetLists {
  /** By node: the last entry of its list, 0 is none. That entry's next is the first one. */
  #last = new Int32Array(1024);
  /** Entries from 1 on. */
  #entries = new Int32Array(1024 * ENTRY);
  #count = 1;

  add(node: number, { rule, literal, left, right }: Target): void {
    this.#last = withRoom(this.#last, node + 1);
    this.#entries = withRoom(this.#entries, (this.#count + 1) * ENTRY);
    const entry = this.#count;
    this.#count += 1;
    const last = this.#last[node]!;
    const sides = (left ? LEFT : 0) | (right ? RIGHT : 0);
    this.#entries.set([rule, ((literal ?? -1) + 1) * 4 + sides, entry], entry * ENTRY);
    if (last !== 0) {
      this.#entries[entry * ENTRY + 2] = this.#entries[last * ENTRY + 2]!;
      this.#entries[last * ENTRY + 2] = entry;
    }
    this.#last[node] = entry;
  }

  /** Those of a node whose sides fit: `isFirst` and `isLast` tell whether nothing stands before and behind the input. */
  of(node: number, { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean }): Target[] {
    const targets: Target[] = [];
    const last = this.#last[node] ?? 0;
    if (last === 0) return targets;
    let entry = last;
    do {
      entry = this.#entries[entry * ENTRY + 2]!;
      const packed = this.#entries[entry * ENTRY + 1]!;
      const [left, right] = [(packed & LEFT) !== 0, (packed & RIGHT) !== 0];
      if ((left && !isFirst) || (right && !isLast)) continue;
      const literal = (packed >>> 2) - 1;
      const rule = this.#entries[entry * ENTRY]!;
      targets.push(literal < 0 ? { rule, left, right } : { rule, literal, left, right });
    } while (entry !== last);
    return targets;
  }
}

function withRoom(cells: Int32Array<ArrayBuffer>, wanted: number): Int32Array<ArrayBuffer> {
  if (cells.length >= wanted) return cells;
  const grown = new Int32Array(Math.max(wanted, cells.length * 2));
  grown.set(cells);
  return grown;
}

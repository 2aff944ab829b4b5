/** Nodes are numbered from this one. */
export const ROOT = 0;

/** Node, label, child. */
const EDGE = 3;
const FIRST_EDGES = 16;

/**
 * A tree whose edges carry numbers, in one array: no object a node, which a hundred thousand inputs would have the
 * garbage collector look through at each full collection, and one place in memory to look at for each edge that a
 * search follows. The edges lie in an open-addressed table.
 */
export class PackedTree {
  #cells: Int32Array<ArrayBuffer>;
  #mask: number;
  #nodes = 1;

  constructor() {
    this.#cells = new Int32Array(FIRST_EDGES * EDGE);
    this.#mask = FIRST_EDGES - 1;
  }

  /** A tree that was grown elsewhere, to be looked at only. */
  static over(cells: Int32Array<ArrayBuffer>): PackedTree {
    const tree = new PackedTree();
    tree.#cells = cells;
    tree.#mask = cells.length / EDGE - 1;
    return tree;
  }

  /** For {@link PackedTree.over}. */
  get cells(): Int32Array<ArrayBuffer> {
    return this.#cells;
  }

  /** The node behind an edge; undefined where there is none. */
  child(node: number, label: number): number | undefined {
    const cells = this.#cells;
    for (let at = hashOf(node, label) & this.#mask; ; at = (at + 1) & this.#mask) {
      const child = cells[at * EDGE + 2]!;
      // No edge leads to the root, so that its number marks a free place.
      if (child === ROOT) return undefined;
      if (cells[at * EDGE] === node && cells[at * EDGE + 1] === label) return child;
    }
  }

  /** As {@link child}, with a new node where there was none. */
  grown(node: number, label: number): number {
    const before = this.child(node, label);
    if (before !== undefined) return before;
    if (this.#nodes * 2 > this.#mask) this.#grow();
    const child = this.#nodes;
    this.#nodes += 1;
    this.#put({ node, label, child });
    return child;
  }

  #put({ node, label, child }: Edge): void {
    let at = hashOf(node, label) & this.#mask;
    while (this.#cells[at * EDGE + 2] !== ROOT) at = (at + 1) & this.#mask;
    this.#cells[at * EDGE] = node;
    this.#cells[at * EDGE + 1] = label;
    this.#cells[at * EDGE + 2] = child;
  }

  #grow(): void {
    const before = this.#cells;
    this.#cells = new Int32Array(before.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let at = 0; at < before.length; at += EDGE) {
      const [node, label, child] = [before[at]!, before[at + 1]!, before[at + 2]!];
      if (child !== ROOT) this.#put({ node, label, child });
    }
  }
}

interface Edge {
  readonly node: number;
  readonly label: number;
  readonly child: number;
}

/** 32 bits, spread well in all of them (the finaliser of MurmurHash3). */
function hashOf(node: number, label: number): number {
  let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(label, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

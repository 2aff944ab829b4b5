/** Nodes are numbered from this one. */
export const ROOT = 0;

/** Bits of a hash that choose one of the tables of edges. */
const SHARD_BITS = 6;
const SHARDS = 1 << SHARD_BITS;
/** Node, label, child. */
const EDGE = 3;
const FIRST_EDGES = 16;

/**
 * A tree whose edges carry numbers, in a few arrays: no object a node, which a hundred thousand inputs would have the
 * garbage collector look through at each full collection, and one place in memory to look at for each edge that a
 * search follows. The edges lie in open-addressed tables, many small ones, so that growing one takes no time that
 * anybody notices.
 */
export class PackedTree {
  readonly #shards = Array.from({ length: SHARDS }, () => new Edges());
  #nodes = 1;

  /** The node behind an edge; undefined where there is none. */
  child(node: number, label: number): number | undefined {
    const hash = hashOf(node, label);
    return this.#shards[hash & (SHARDS - 1)]!.get(hash, node, label);
  }

  /** As {@link child}, with a new node where there was none. */
  grown(node: number, label: number): number {
    const hash = hashOf(node, label);
    const edges = this.#shards[hash & (SHARDS - 1)]!;
    const before = edges.get(hash, node, label);
    if (before !== undefined) return before;
    edges.add(hash, { node, label, child: this.#nodes });
    this.#nodes += 1;
    return this.#nodes - 1;
  }
}

interface Edge {
  readonly node: number;
  readonly label: number;
  readonly child: number;
}

class Edges {
  #cells = new Int32Array(FIRST_EDGES * EDGE);
  #mask = FIRST_EDGES - 1;
  #count = 0;

  get(hash: number, node: number, label: number): number | undefined {
    const cells = this.#cells;
    for (let at = placeOf(hash) & this.#mask; ; at = (at + 1) & this.#mask) {
      const child = cells[at * EDGE + 2]!;
      // No edge leads to the root, so that its number marks a free place.
      if (child === ROOT) return undefined;
      if (cells[at * EDGE] === node && cells[at * EDGE + 1] === label) return child;
    }
  }

  /** An edge that is not there yet. */
  add(hash: number, edge: Edge): void {
    if (this.#count * 2 > this.#mask) this.#grow();
    this.#count += 1;
    this.#put(hash, edge);
  }

  #put(hash: number, { node, label, child }: Edge): void {
    let at = placeOf(hash) & this.#mask;
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
      if (child !== ROOT) this.#put(hashOf(node, label), { node, label, child });
    }
  }
}

/** 32 bits, spread well in all of them (the finaliser of MurmurHash3). */
function hashOf(node: number, label: number): number {
  let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(label, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The bits that did not choose the shard. */
function placeOf(hash: number): number {
  return hash >>> SHARD_BITS;
}

interface Node<T> {
  value?: T;
  next?: Map<string, Node<T>>;
}

/** A sequence that was found among the terms of a query. */
export interface TrieMatch<T> {
  /** Number of its first term. */
  readonly start: number;
  /** Number of the term after its last. */
  readonly end: number;
  readonly value: T;
}

/** Sequences of terms, each with a value; terms are compared letter by letter. */
export class TermTrie<T> {
  readonly #root: Node<T> = {};

  get(terms: readonly string[]): T | undefined {
    let node: Node<T> | undefined = this.#root;
    for (const term of terms) {
      node = node.next?.get(term);
      if (node === undefined) return undefined;
    }
    return node.value;
  }

  /** An empty sequence is never found. */
  set(terms: readonly string[], value: T): void {
    let node = this.#root;
    for (const term of terms) {
      node.next ??= new Map();
      let child = node.next.get(term);
      if (child === undefined) {
        child = {};
        node.next.set(term, child);
      }
      node = child;
    }
    node.value = value;
  }

  /** Every sequence that is in `terms`, by start, the shorter first. */
  matches(terms: readonly string[]): TrieMatch<T>[] {
    const found: TrieMatch<T>[] = [];
    for (let start = 0; start < terms.length; start += 1) {
      let node: Node<T> | undefined = this.#root;
      for (let at = start; at < terms.length; at += 1) {
        node = node.next?.get(terms[at]!);
        if (node === undefined) break;
        if (node.value !== undefined) found.push({ start, end: at + 1, value: node.value });
      }
    }
    return found;
  }
}

/** Of matches that overlap only the longest is kept, of equally long ones the first; in the order of the terms. */
export function longestWithoutOverlap<T>(matches: readonly TrieMatch<T>[]): TrieMatch<T>[] {
  const taken = new Set<number>();
  const kept: TrieMatch<T>[] = [];
  const bySize = matches.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const match of bySize) {
    let free = true;
    for (let at = match.start; at < match.end && free; at += 1) free = !taken.has(at);
    if (!free) continue;
    for (let at = match.start; at < match.end; at += 1) taken.add(at);
    kept.push(match);
  }
  return kept.toSorted((a, b) => a.start - b.start);
}

import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const KEEP_MS = 5 * 60 * 1000;
const KEEP_TREES = 500;

/** Explain trees that callers asked for, kept for five minutes, at most 500 of them. */
export interface ExplainStore {
  /** Gives the id to read the tree by. */
  put(tree: object): string;
  get(id: string): object | undefined;
}

export function createExplainStore(): ExplainStore {
  const trees = new LRUCache<string, object>({ max: KEEP_TREES, ttl: KEEP_MS });
  return {
    put(tree) {
      const id = randomUUID();
      trees.set(id, tree);
      return id;
    },
    get: (id) => trees.get(id),
  };
}

import { LRUCache } from 'lru-cache';
import type { FrozenWindow } from '../../domain/search.ts';

/** How long after each page the pages of a search hold together: about as long as somebody looks at one. */
const KEEP_MS = 60_000;
/** Candidates in all windows together, some 40 MB. */
const KEEP_CANDIDATES = 200_000;
/** What the query takes, in candidates. */
const QUERY_CANDIDATES = 20;

/**
 * The order that searches were given, for the pages that come after: a leg that is late for one page and not for the
 * next would else repeat hits and lose others. Holds ids and scores, no text of documents. The key holds who asked.
 */
export interface FrozenWindows {
  get(key: string): FrozenWindow | undefined;
  put(key: string, window: FrozenWindow): void;
}

export function createFrozenWindows(): FrozenWindows {
  const windows = new LRUCache<string, FrozenWindow>({
    ttl: KEEP_MS,
    updateAgeOnGet: true,
    maxSize: KEEP_CANDIDATES,
    sizeCalculation: ({ candidates }) => candidates.length + QUERY_CANDIDATES,
  });
  return {
    get: (key) => windows.get(key),
    put(key, { candidates, ...rest }) {
      // What stages read and wrote down of the documents has done its work; it would be most of the memory.
      windows.set(key, {
        ...rest,
        candidates: candidates.map((candidate) => ({ ...candidate, fields: {}, notes: [] })),
      });
    },
  };
}

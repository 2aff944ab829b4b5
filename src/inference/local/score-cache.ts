import { LRUCache } from 'lru-cache';
import { textHash } from '../text-hash.ts';

/** Scores that were given before, by model, query and text. */
export interface ScoreCache {
  /** For one query and one model, by what it is rather than by its id. */
  of(fingerprint: string, query: string): PairScores;
}

export interface PairScores {
  get(text: string): number | undefined;
  set(text: string, score: number): void;
}

export function createScoreCache(maxPairs: number): ScoreCache {
  if (maxPairs === 0) return { of: () => ({ get: () => undefined, set() {} }) };
  const scores = new LRUCache<string, number>({ max: maxPairs });
  return {
    of(fingerprint, query) {
      // Lengths are fixed, so that no two pairs of texts can share a key.
      const before = textHash(`${fingerprint}\n${query}`);
      return {
        get: (text) => scores.get(before + textHash(text)),
        set: (text, score) => void scores.set(before + textHash(text), score),
      };
    },
  };
}

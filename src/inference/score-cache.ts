import { LRUCache } from 'lru-cache';
import type { Clock } from '../domain/clock.ts';
import { textHash } from './text-hash.ts';

/** Scores that were given before, by model, query and text. */
export interface ScoreCache {
  /** For one query and one model, by what it is rather than by its id. */
  of(fingerprint: string, query: string): PairScores;
}

export interface PairScores {
  get(text: string): number | undefined;
  set(text: string, score: number): void;
}

/** How long scores are remembered where nobody tells that a model is another one. */
export interface Lifetime {
  readonly ttlMs: number;
  readonly clock: Clock;
}

/** @param lifetime for good unless given */
export function createScoreCache(maxPairs: number, lifetime?: Lifetime): ScoreCache {
  if (maxPairs === 0) return { of: () => ({ get: () => undefined, set() {} }) };
  const scores = new LRUCache<string, number>({
    max: maxPairs,
    ...(lifetime && { ttl: lifetime.ttlMs, ttlResolution: 0, perf: lifetime.clock }),
  });
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

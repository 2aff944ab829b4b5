import { LRUCache } from 'lru-cache';
import { type Rate, TokenBucket } from './token-bucket.ts';

/** What each caller may do; null is without bound. */
export interface CallerLimits {
  /** Searches at once. */
  readonly inFlight: number | null;
  readonly rate: Rate | null;
}

/** Callers whose rate is remembered. Whoever drops out begins with a full bucket again. */
const KNOWN_CALLERS = 10_000;

/** What each caller does. The table of rates is bounded; those under way are bounded by who is let in. */
export class Callers {
  readonly #limits: CallerLimits;
  readonly #buckets = new LRUCache<string, TokenBucket>({ max: KNOWN_CALLERS });
  readonly #underWay = new Map<string, number>();

  constructor(limits: CallerLimits) {
    this.#limits = limits;
  }

  /** Whether it matters who calls. */
  get limited(): boolean {
    return this.#limits.inFlight !== null || this.#limits.rate !== null;
  }

  /** Whether the caller has as many under way or waiting as one may have. */
  isFull(caller: string): boolean {
    return this.#limits.inFlight !== null && (this.#underWay.get(caller) ?? 0) >= this.#limits.inFlight;
  }

  /** As {@link TokenBucket.take}, of the caller's own bucket. */
  take(caller: string, now: number): number {
    if (this.#limits.rate === null) return 0;
    let bucket = this.#buckets.get(caller);
    if (bucket === undefined) {
      bucket = new TokenBucket(this.#limits.rate, now);
      this.#buckets.set(caller, bucket);
    }
    return bucket.take(now);
  }

  came(caller: string): void {
    this.#underWay.set(caller, (this.#underWay.get(caller) ?? 0) + 1);
  }

  left(caller: string): void {
    const before = this.#underWay.get(caller) ?? 0;
    if (before > 1) this.#underWay.set(caller, before - 1);
    else this.#underWay.delete(caller);
  }

  /** Callers with something under way or waiting. */
  get present(): number {
    return this.#underWay.size;
  }
}

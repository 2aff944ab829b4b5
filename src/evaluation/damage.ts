import type { Pair } from './comparison.ts';
import type { Proportion } from './proportion.ts';
import { proportion } from './proportion.ts';

/** How many queries a change made clearly worse: a mean can rise while many users are hurt. */
export interface Damage extends Proportion {
  /** A loss of more than this counts. */
  readonly threshold: number;
}

/** Less than the least that moving one relevant document by a place costs near the top of nDCG@10. */
export const DAMAGE_THRESHOLD = 0.05;

/** The share of queries whose value fell by more than the threshold, with Wilson's 95 % interval. */
export function damage(pairs: readonly Pair[], threshold = DAMAGE_THRESHOLD): Damage {
  const worse = pairs.filter(({ off, on }) => off - on > threshold).length;
  return { threshold, ...proportion(worse, pairs.length) };
}

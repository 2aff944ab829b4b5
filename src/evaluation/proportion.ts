import type { Interval } from './significance.ts';

/** A share with what it was counted from. */
export interface Proportion {
  readonly count: number;
  readonly total: number;
  /** 0..1; 0 where nothing was counted. */
  readonly share: number;
  /** Wilson's 95 % score interval (1927), which holds near 0 and 1 too. */
  readonly interval: Interval;
}

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

/** The share `count / total` with its interval; everything is possible (0..1) where `total` is 0. */
export function proportion(count: number, total: number): Proportion {
  if (total === 0) return { count, total, share: 0, interval: { low: 0, high: 1 } };
  const share = count / total;
  const squared = Z ** 2 / total;
  const centre = (share + squared / 2) / (1 + squared);
  const half = (Z * Math.sqrt((share * (1 - share)) / total + squared / (4 * total))) / (1 + squared);
  return {
    count,
    total,
    share,
    interval: { low: Math.max(0, centre - half), high: Math.min(1, centre + half) },
  };
}

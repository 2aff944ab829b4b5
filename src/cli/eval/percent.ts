import type { Interval } from '../../evaluation/significance.ts';

/** A share as a table shows it: `96.7 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A share with its interval, in three cells. */
export function percentRow(name: string, share: number, { low, high }: Interval): readonly string[] {
  return [name, percent(share), `${percent(low)} … ${percent(high)}`];
}

import type { Interval } from '../significance.ts';

/** With its sign and three decimals, unless it rounds to nothing. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(3);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

export function intervalText({ low, high }: Interval): string {
  return `${signed(low)} … ${signed(high)}`;
}

export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

import type { Comparison } from '../../evaluation/comparison.ts';

/** What learning gained on queries that it did not see, in a sentence. @param without what it is compared with */
export function gainText(metric: string, comparison: Comparison, without: string): string {
  const { off, on, difference, interval, p, wins, losses, ties } = comparison;
  return [
    `${metric} ${off.toFixed(3)} ${without}, ${on.toFixed(3)} on queries it was not learnt from:`,
    `${signed(difference)} (95 %: ${signed(interval.low)} … ${signed(interval.high)}), p ${p.toFixed(4)};`,
    `${wins} queries better, ${losses} worse, ${ties} alike.`,
  ].join(' ');
}

/** How the queries were split, and how freely each fold learnt. */
export function splitText({
  comparison: { wins, losses, ties },
  folds,
  seed,
  freedom,
  chosen,
  setting,
}: {
  readonly comparison: Comparison;
  readonly folds: number;
  readonly seed: number;
  /** What the settings are called. */
  readonly freedom: string;
  readonly chosen: readonly number[];
  readonly setting: number;
}): string {
  return [
    `${wins + losses + ties} queries in ${folds} folds by their words (seed ${seed});`,
    `how freely to learn was chosen inside each fold (${freedom} ${chosen.map(nameOf).join(', ')}; in the end ${nameOf(setting)}).`,
  ].join(' ');
}

/** JSON has no infinity: `null` stands for it. */
export function restraintJson(restraint: number): number | null {
  return restraint === Infinity ? null : restraint;
}

function nameOf(restraint: number): string {
  return restraint === Infinity ? 'all' : String(restraint);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

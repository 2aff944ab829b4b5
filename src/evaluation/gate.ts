import type { Comparison } from './comparison.ts';

/** What a set must not fall below. */
export interface SetGate {
  /** Least values, 0..1, by name of a metric, and of `applied`: the share of searches that were improved. */
  readonly floors: ReadonlyMap<string, number>;
  /** Greatest values by name: `damage`, `zeroResults`, `unjudged` (shares, 0..1) and `p95Ms`. */
  readonly ceilings: ReadonlyMap<string, number>;
  /** Metrics that must not lose against plain search. */
  readonly noLoss: readonly string[];
  /** Least values of the first metric for the queries that show a stage, by its name. */
  readonly stages: ReadonlyMap<string, number>;
}

/** What was measured, as far as it was. */
export interface GatedValues {
  readonly queries: number;
  /** Metrics, shares and times by the names that a gate uses. */
  readonly values: ReadonlyMap<string, number>;
  readonly comparisons: ReadonlyMap<string, Comparison>;
  readonly stages: ReadonlyMap<string, number>;
}

/** Queries from which on a small loss can be told from chance. */
const LARGE = 1000;
/** The most that a large set's interval may reach below zero. */
const TOLERATED = -0.005;

/** @returns a line for everything that does not hold; what was not measured does not hold */
export function broken(gate: SetGate, measured: GatedValues): readonly string[] {
  const lines: string[] = [];
  for (const [name, floor] of gate.floors) {
    const value = measured.values.get(name);
    if (value === undefined) lines.push(`${name} was not measured`);
    else if (value < floor) lines.push(`${name} ${shown(value)} is below its floor ${floor}`);
  }
  for (const [name, ceiling] of gate.ceilings) {
    const value = measured.values.get(name);
    if (value === undefined) lines.push(`${name} was not measured`);
    else if (value > ceiling) lines.push(`${name} ${shown(value)} is above its ceiling ${ceiling}`);
  }
  for (const name of gate.noLoss) {
    const comparison = measured.comparisons.get(name);
    const loss =
      comparison === undefined ? 'was compared with nothing' : lossOf(comparison, measured.queries);
    if (loss !== undefined) lines.push(`${name} ${loss}`);
  }
  for (const [stage, floor] of gate.stages) {
    const value = measured.stages.get(stage);
    if (value === undefined) lines.push(`no query shows the stage ${stage}`);
    else if (value < floor) lines.push(`stage ${stage} ${shown(value)} is below its floor ${floor}`);
  }
  return lines;
}

/**
 * A loss is a 95 % interval that lies below zero; on a thousand queries or more also one whose lower end is below
 * −0.005, as there is enough to see so small a one.
 * @returns what is lost, undefined where nothing is
 */
export function lossOf({ interval }: Comparison, queries: number): string | undefined {
  const range = `(95 % interval ${shown(interval.low)} … ${shown(interval.high)})`;
  if (interval.high < 0) return `loses against plain search ${range}`;
  if (queries >= LARGE && interval.low < TOLERATED) {
    return `may lose more than ${-TOLERATED} against plain search ${range}`;
  }
  return undefined;
}

function shown(value: number): string {
  return String(Number(value.toFixed(4)));
}

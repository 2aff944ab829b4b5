import type { QueryClass } from '../../stages/rank/fuse/query-class.ts';
import type { Point } from '../../evaluation/tuning/grid-search.ts';

/** Name of the parameter that says how many times its general weight a leg has for a class of queries. */
export function classParameter(name: QueryClass, leg: string): string {
  return `class ${name}, leg ${leg}`;
}

/** What a class of queries says of a leg. */
export interface ClassWeight {
  readonly name: QueryClass;
  readonly parameter: string;
  /** The weight that the configuration has for it. */
  readonly configured: number | undefined;
}

/**
 * The weight that the first class with a say gives, as `fuse` would have it; undefined where none has one. Where a
 * class is tuned, 1 means that it says nothing, unless it is configured.
 * @param general the leg's weight for other queries
 */
export function classWeightAt(
  classes: readonly ClassWeight[],
  general: number,
  point: Point,
): number | undefined {
  for (const { parameter, configured } of classes) {
    const factor = point[parameter];
    if (factor !== undefined && (factor !== 1 || configured !== undefined)) return factor * general;
    if (factor === undefined && configured !== undefined) return configured;
  }
  return undefined;
}

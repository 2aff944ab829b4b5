import { shuffled } from '../cross-validation.ts';

/** A number to be chosen from a few, in rising order. */
export interface Parameter {
  readonly name: string;
  readonly values: readonly number[];
  /** What holds now; one of the values. */
  readonly start: number;
}

/** A value for each parameter, by name. */
export type Point = Readonly<Record<string, number>>;

export interface GridSearch {
  /** How much of the objective one parameter must win for going from one end of its values to the other, ≥ 0. */
  readonly restraint: number;
  readonly seed: number;
}

/** Rounds over all parameters; the last one seldom changes anything. */
const ROUNDS = 4;
/** Gains below this are rounding. */
const LEAST_GAIN = 1e-9;

/**
 * Coordinate search: the best value of one parameter after the other, in an order by lot, until a round changes
 * nothing. It starts at what holds now, and going away from it has a price, so that what brings nothing stays.
 * @param objective more is better
 */
export function searchGrid(
  parameters: readonly Parameter[],
  objective: (point: Point) => number,
  { restraint, seed }: GridSearch,
): Point {
  let point = startOf(parameters);
  if (restraint === Infinity) return point;
  const worth = (at: Point): number => objective(at) - restraint * distance(parameters, at);
  let best = worth(point);
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = point;
    for (const { name, values } of shuffled(parameters, seed + round)) {
      for (const value of values) {
        if (value === point[name]) continue;
        const other = { ...point, [name]: value };
        const gained = worth(other);
        if (gained > best + LEAST_GAIN) [point, best] = [other, gained];
      }
    }
    if (point === before) break;
  }
  return point;
}

export function startOf(parameters: readonly Parameter[]): Point {
  return Object.fromEntries(parameters.map(({ name, start }) => [name, start]));
}

/** Shares of the ways that parameters went, added up. */
function distance(parameters: readonly Parameter[], point: Point): number {
  return parameters.reduce((sum, { name, values, start }) => {
    const way = Math.abs(values.indexOf(point[name]!) - values.indexOf(start));
    return sum + way / Math.max(1, values.length - 1);
  }, 0);
}

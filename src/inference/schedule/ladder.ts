/** A model of a cascade, the cheapest first. */
export interface Rung {
  /** Texts it should look at. */
  readonly depth: number;
  /** What so many take, in milliseconds; grows with their number. */
  costMs(depth: number): number;
}

export interface Climb {
  /** Texts for each model, the cheapest first; models that are left out are not in it. At least one. */
  readonly depths: readonly number[];
  readonly shrunk: 'none' | 'depth' | 'model';
}

/** A model that sees fewer orders nothing worth its time. */
const LEAST_DEPTH = 5;

/**
 * The most that fits into the time: every model at its full depth; else the dearest at a smaller depth; else without
 * the dearest, and so on down to the cheapest at the least depth; undefined where not even that fits.
 */
export function climb(rungs: readonly Rung[], availableMs: number): Climb | undefined {
  for (let last = rungs.length - 1; last >= 0; last--) {
    const before = rungs.slice(0, last);
    const spentMs = before.reduce((sum, rung) => sum + rung.costMs(rung.depth), 0);
    const rung = rungs[last]!;
    const { depth } = rung;
    const fits = deepest(depth, (many) => spentMs + rung.costMs(many) <= availableMs);
    if (fits < Math.min(LEAST_DEPTH, depth)) continue;
    const shrunk = last < rungs.length - 1 ? 'model' : fits < depth ? 'depth' : 'none';
    return { depths: [...before.map((cheaper) => cheaper.depth), fits], shrunk };
  }
  return undefined;
}

/** The greatest number up to `most` for which it holds, 0 for none; it holds for all below one for which it does. */
function deepest(most: number, holds: (many: number) => boolean): number {
  if (holds(most)) return most;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

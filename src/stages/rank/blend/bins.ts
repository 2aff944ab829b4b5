/** A table of numbers, column by column, each value as the number of the interval it lies in. */
export interface Binned {
  readonly rows: number;
  readonly columns: readonly BinnedColumn[];
}

export interface BinnedColumn {
  /** By row: {@link UNKNOWN} for NaN, else 1 + the number of cuts that lie below the value. */
  readonly bins: Uint8Array;
  /** Ascending; a value of bin b is at most `cuts[b - 1]`, but for the last bin, which has no upper cut. */
  readonly cuts: Float64Array;
}

export const UNKNOWN = 0;
/** Intervals of a column at most; more find no better trees. */
const MOST_BINS = 64;

/** Deals each column's values into intervals that hold about as many rows each. @param rows NaN where it is not known */
export function binned(rows: readonly Float64Array[], width: number): Binned {
  return { rows: rows.length, columns: Array.from({ length: width }, (_, at) => columnOf(rows, at)) };
}

function columnOf(rows: readonly Float64Array[], at: number): BinnedColumn {
  const sorted = Float64Array.from(rows, (row) => row[at]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts: number[] = [];
  for (let bin = 1; bin < MOST_BINS; bin += 1) {
    const cut = sorted[Math.ceil((bin * sorted.length) / MOST_BINS) - 1];
    // The greatest value is no cut: nothing lies above it.
    if (cut !== undefined && cut !== cuts.at(-1) && cut < sorted.at(-1)!) cuts.push(cut);
  }
  return {
    cuts: Float64Array.from(cuts),
    bins: Uint8Array.from(rows, (row) => binOf(row[at]!, cuts)),
  };
}

function binOf(value: number, cuts: readonly number[]): number {
  if (Number.isNaN(value)) return UNKNOWN;
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

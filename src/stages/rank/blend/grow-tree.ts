import { type Binned, type BinnedColumn, UNKNOWN } from './bins.ts';
import type { TreeNode } from './tree.ts';

/** Of a loss at the rows' present scores. */
export interface Derivatives {
  /** First derivative by row: where it is above 0, a lower score would be better. */
  readonly slopes: Float64Array;
  /** Second derivative by row, ≥ 0. */
  readonly curvatures: Float64Array;
}

export interface TreeOptions {
  /** Questions on the way to a leaf at most. */
  readonly depth: number;
  /** Rows of a leaf at least. */
  readonly leaf: number;
  /** L2 penalty of a leaf's value, > 0. */
  readonly penalty: number;
}

/** Slope, curvature and rows of one interval, or of several. */
interface Sums {
  readonly slope: number;
  readonly curvature: number;
  readonly rows: number;
}

interface Cut {
  readonly feature: number;
  /** Bins up to this one go to `less`. */
  readonly bin: number;
  readonly unknown: 'less' | 'more';
  /** Twice what the loss falls by. */
  readonly gain: number;
}

/** Less than this is rounding. */
const LEAST_GAIN = 1e-9;

/**
 * The tree that makes a loss less, to the second order (Chen and Guestrin 2016): each node asks what gains most over all
 * features, all cuts between their intervals, and both ways for what is not known.
 */
export function growTree(table: Binned, derivatives: Derivatives, options: TreeOptions): TreeNode {
  const all = Uint32Array.from({ length: table.rows }, (_, at) => at);
  return grow(all, { table, derivatives, ...options });
}

type Growing = TreeOptions & { readonly table: Binned; readonly derivatives: Derivatives };

function grow(rows: Uint32Array, growing: Growing): TreeNode {
  const { table, depth, penalty, derivatives } = growing;
  const total = sumsOf(rows, derivatives);
  const value = -total.slope / (total.curvature + penalty);
  const cut = depth === 0 ? undefined : bestCut(rows, total, growing);
  if (cut === undefined) return { value };
  const column = table.columns[cut.feature]!;
  const isLess = (row: number): boolean => {
    const bin = column.bins[row]!;
    return bin === UNKNOWN ? cut.unknown === 'less' : bin <= cut.bin;
  };
  const deeper = { ...growing, depth: depth - 1 };
  return {
    value,
    split: {
      feature: cut.feature,
      atMost: column.cuts[cut.bin - 1]!,
      unknown: cut.unknown,
      less: grow(rows.filter(isLess), deeper),
      more: grow(
        rows.filter((row) => !isLess(row)),
        deeper,
      ),
    },
  };
}

function sumsOf(rows: Uint32Array, { slopes, curvatures }: Derivatives): Sums {
  let [slope, curvature] = [0, 0];
  for (const row of rows) {
    slope += slopes[row]!;
    curvature += curvatures[row]!;
  }
  return { slope, curvature, rows: rows.length };
}

function bestCut(rows: Uint32Array, total: Sums, growing: Growing): Cut | undefined {
  if (rows.length < 2 * growing.leaf) return undefined;
  let best: Cut | undefined;
  growing.table.columns.forEach((column, feature) => {
    for (const cut of cutsOf(column, { rows, total, growing })) {
      if (cut.gain > (best?.gain ?? LEAST_GAIN)) best = { feature, ...cut };
    }
  });
  return best;
}

/** Every cut of a column that leaves enough rows on both sides. */
function* cutsOf(
  { bins, cuts }: BinnedColumn,
  { rows, total, growing }: { readonly rows: Uint32Array; readonly total: Sums; readonly growing: Growing },
): Generator<Omit<Cut, 'feature'>> {
  const { derivatives, penalty, leaf } = growing;
  const worth = ({ slope, curvature }: Sums): number => (slope * slope) / (curvature + penalty);
  const histogram = histogramOf(rows, bins, { derivatives, bins: cuts.length + 2 });
  const unknown = histogram[UNKNOWN]!;
  let below: Sums = { slope: 0, curvature: 0, rows: 0 };
  for (let bin = 1; bin <= cuts.length; bin += 1) {
    below = plus(below, histogram[bin]!);
    for (const side of unknown.rows === 0 ? (['less'] as const) : (['less', 'more'] as const)) {
      const less = side === 'less' ? plus(below, unknown) : below;
      const more = minus(total, less);
      if (less.rows < leaf || more.rows < leaf) continue;
      yield { bin, unknown: side, gain: worth(less) + worth(more) - worth(total) };
    }
  }
}

function histogramOf(
  rows: Uint32Array,
  bins: Uint8Array,
  { derivatives, bins: count }: { readonly derivatives: Derivatives; readonly bins: number },
): readonly Sums[] {
  const { slopes, curvatures } = derivatives;
  const [slope, curvature, number] = [
    new Float64Array(count),
    new Float64Array(count),
    new Uint32Array(count),
  ];
  for (const row of rows) {
    const bin = bins[row]!;
    slope[bin]! += slopes[row]!;
    curvature[bin]! += curvatures[row]!;
    number[bin]! += 1;
  }
  return Array.from(number, (count_, at) => ({
    slope: slope[at]!,
    curvature: curvature[at]!,
    rows: count_,
  }));
}

function plus(a: Sums, b: Sums): Sums {
  return { slope: a.slope + b.slope, curvature: a.curvature + b.curvature, rows: a.rows + b.rows };
}

function minus(a: Sums, b: Sums): Sums {
  return { slope: a.slope - b.slope, curvature: a.curvature - b.curvature, rows: a.rows - b.rows };
}

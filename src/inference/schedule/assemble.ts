import type { Batch } from '../device/device.ts';
import type { Input } from '../tokenize/input.ts';

export interface BatchShape {
  readonly graph: number;
  /** Tokens a row. */
  readonly length: number;
  /** Rows, filling included; at least as many as there are inputs. */
  readonly rows: number;
  readonly padId: number;
}

/** Inputs, at least one, as one batch; rows that are only filling repeat the first. */
export function assemble(inputs: readonly Input[], { graph, length, rows, padId }: BatchShape): Batch {
  const batch = {
    graph,
    rows,
    length,
    ids: new Int32Array(rows * length).fill(padId),
    types: new Int32Array(rows * length),
    lengths: new Int32Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    const { ids, types } = inputs[row] ?? inputs[0]!;
    batch.ids.set(ids, row * length);
    batch.types.set(types, row * length);
    // A row without any token would be a mean over nothing.
    batch.lengths[row] = Math.max(1, ids.length);
  }
  return batch;
}

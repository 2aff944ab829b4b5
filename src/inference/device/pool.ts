import type { GraphShape } from '../model/graph-shape.ts';
import type { ModelSettings } from '../model/settings.ts';
import type { Batch } from './device.ts';

export interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

type How = Pick<ModelSettings, 'pooling' | 'normalise'>;

/**
 * One score or one vector a row, out of what a graph gave.
 * @throws Error when there are not as many numbers as rows ask for
 */
export function rowsOf(
  output: Output,
  shape: Pick<GraphShape, 'kind'>,
  batch: Batch,
  how: How,
): Float32Array {
  const { data, dims } = output;
  const columns = dims.length === 1 ? 1 : dims.at(-1)!;
  const perRow = dims.length === 3 ? [dims[1], columns] : [columns];
  const expected = batch.rows * perRow.reduce<number>((product, axis) => product * axis!, 1);
  const isFaulty = dims[0] !== batch.rows || (dims.length === 3 && dims[1] !== batch.length);
  if (isFaulty || data.length !== expected) {
    throw new Error(`the graph answered [${dims.join(', ')}] to a batch of [${batch.rows}, ${batch.length}]`);
  }
  if (shape.kind === 'cross-encoder') return scoresOf(data, columns);
  const vectors = dims.length === 3 ? pooled(data, columns, batch, how.pooling) : Float32Array.from(data);
  if (how.normalise) normalise(vectors, columns);
  return vectors;
}

/** One logit is the score; of two it is the second less the first. */
function scoresOf(data: Float32Array, columns: number): Float32Array {
  if (columns === 1) return Float32Array.from(data);
  if (columns !== 2) throw new Error(`the graph gave ${columns} logits; one or two can be read`);
  return Float32Array.from({ length: data.length / 2 }, (_, row) => data[2 * row + 1]! - data[2 * row]!);
}

/** `[batch, tokens, dims]` → `[batch, dims]`, filling left out. */
function pooled(
  data: Float32Array,
  dims: number,
  { rows, length, lengths }: Batch,
  pooling: How['pooling'],
): Float32Array {
  const vectors = new Float32Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    const last = lengths[row]! - 1;
    const [from, to] = pooling === 'mean' ? [0, last] : pooling === 'cls' ? [0, 0] : [last, last];
    for (let token = from; token <= to; token++) {
      const start = (row * length + token) * dims;
      for (let at = 0; at < dims; at++) vectors[row * dims + at]! += data[start + at]! / (to - from + 1);
    }
  }
  return vectors;
}

function normalise(vectors: Float32Array, dims: number): void {
  for (let start = 0; start < vectors.length; start += dims) {
    const vector = vectors.subarray(start, start + dims);
    const norm = Math.hypot(...vector);
    // The vector of nothing stays what it is; a length that is no number shows in the check for numbers.
    if (norm !== 0) for (let at = 0; at < dims; at++) vector[at]! /= norm;
  }
}

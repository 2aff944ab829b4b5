import { Tensor } from 'onnxruntime-node';
import type { GraphShape } from '../model/graph-shape.ts';
import type { Batch } from './device.ts';

/** The tensors a graph wants, out of one batch. */
export function feedsOf({ inputs }: Pick<GraphShape, 'inputs'>, batch: Batch): Record<string, Tensor> {
  const axes = [batch.rows, batch.length];
  return Object.fromEntries(
    inputs.map(({ name, type }) => {
      const numbers = numbersOf(name, batch);
      // BigInts are slow to make; graphs for this gateway are exported with int32.
      const tensor =
        type === 'int32'
          ? new Tensor('int32', numbers, axes)
          : new Tensor('int64', BigInt64Array.from(numbers, BigInt), axes);
      return [name, tensor];
    }),
  );
}

function numbersOf(name: GraphShape['inputs'][number]['name'], batch: Batch): Int32Array {
  if (name === 'input_ids') return batch.ids;
  if (name === 'token_type_ids') return batch.types;
  const { rows, length, lengths } = batch;
  const numbers = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const start = row * length;
    if (name === 'attention_mask') numbers.fill(1, start, start + lengths[row]!);
    else for (let at = 0; at < length; at++) numbers[start + at] = at;
  }
  return numbers;
}

import type { DeviceName } from '../device/device.ts';

/** Which shapes a device is given. */
export interface BatchPolicy {
  /** Most tokens of a batch, filling included. */
  readonly budgetTokens: number;
  /**
   * Tokens that a row of this length is filled up to. It depends on nothing but the row, and only rows that are filled
   * up alike share a batch, so that a score does not depend on what else is asked, to the last bit.
   */
  lengthFor(tokens: number, maxTokens: number): number;
  /** Rows that so many are filled up to. @param alone whether a row by itself was found to give what it gives among others */
  rowsFor(rows: number, alone?: boolean): number;
}

const CPU_STEP = 8;
/** Two rows at least: libraries multiply and sum a single row by another routine, which rounds otherwise. */
const CPU_LEAST_ROWS = 2;
/** Kernels are chosen, and memory is laid out, for each shape that comes: a GPU gets few of them. */
const GPU_STEP = 16;

export function batchPolicy(device: DeviceName, budgetTokens: number): BatchPolicy {
  const step = device === 'cpu' ? CPU_STEP : GPU_STEP;
  return {
    budgetTokens,
    lengthFor: (tokens, maxTokens) => Math.min(Math.ceil(Math.max(1, tokens) / step) * step, maxTokens),
    rowsFor: (rows, alone = false) =>
      device === 'cpu' ? Math.max(alone ? 1 : CPU_LEAST_ROWS, rows) : 2 ** Math.ceil(Math.log2(rows)),
  };
}

/** Tokens that a row of a model is filled up to; where rows are run one by one there is no need to. */
export function paddedLength(
  policy: BatchPolicy,
  tokens: number,
  { singly, maxTokens }: { readonly singly: boolean; readonly maxTokens: number },
): number {
  return singly ? Math.max(1, tokens) : policy.lengthFor(tokens, maxTokens);
}

/** Most rows of this length that fit into a batch, at least one. */
export function mostRows(policy: BatchPolicy, length: number): number {
  const fit = Math.max(1, Math.floor(policy.budgetTokens / length));
  // What they are filled up to has to fit as well.
  return policy.rowsFor(fit) * length <= policy.budgetTokens
    ? fit
    : Math.max(1, 2 ** Math.floor(Math.log2(fit)));
}

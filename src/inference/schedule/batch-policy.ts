import type { DeviceName } from '../device/device.ts';
import type { ModelKind } from '../model/settings.ts';

/** What a row's length depends on beside its tokens. */
export interface RowLimits {
  readonly kind: ModelKind;
  readonly maxTokens: number;
}

/** Which shapes a device is given. */
export interface BatchPolicy {
  /** Most tokens of a batch, filling included. */
  readonly budgetTokens: number;
  /**
   * Tokens that a row of this length is filled up to. It depends on nothing but the row, and only rows that are filled
   * up alike share a batch, so that a score does not depend on what else is asked, to the last bit.
   */
  lengthFor(tokens: number, model: RowLimits): number;
  /** Rows that so many are filled up to. @param alone whether a row by itself was found to give what it gives among others */
  rowsFor(rows: number, alone?: boolean): number;
}

/**
 * A query is encoded by itself, where filling is work for nothing; fifty pairs of a search make fewer batches if they are
 * filled up further.
 */
const CPU_STEPS = { encoder: 2, 'cross-encoder': 8 } as const;
/** Two rows at least: libraries multiply and sum a single row by another routine, which rounds otherwise. */
const CPU_LEAST_ROWS = 2;
/** Kernels are chosen, and memory is laid out, for each shape that comes: a GPU gets few of them. */
const GPU_STEP = 16;

export function batchPolicy(device: DeviceName, budgetTokens: number): BatchPolicy {
  return {
    budgetTokens,
    lengthFor(tokens, { kind, maxTokens }) {
      const step = device === 'cpu' ? CPU_STEPS[kind] : GPU_STEP;
      return Math.min(Math.ceil(Math.max(1, tokens) / step) * step, maxTokens);
    },
    rowsFor: (rows, alone = false) =>
      device === 'cpu' ? Math.max(alone ? 1 : CPU_LEAST_ROWS, rows) : 2 ** Math.ceil(Math.log2(rows)),
  };
}

/** Tokens that a row of a model is filled up to; where rows are run one by one there is no need to. */
export function paddedLength(
  policy: BatchPolicy,
  tokens: number,
  model: RowLimits & { readonly singly: boolean },
): number {
  return model.singly ? Math.max(1, tokens) : policy.lengthFor(tokens, model);
}

/** Every length that rows of up to so many tokens are filled up to, the shortest first. */
export function lengthsUpTo(policy: BatchPolicy, tokens: number, model: RowLimits): readonly number[] {
  return [...new Set(Array.from({ length: tokens }, (_, at) => policy.lengthFor(at + 1, model)))];
}

/** Most rows of this length that fit into a batch, at least one. */
export function mostRows(policy: BatchPolicy, length: number): number {
  const fit = Math.max(1, Math.floor(policy.budgetTokens / length));
  // What they are filled up to has to fit as well.
  return policy.rowsFor(fit) * length <= policy.budgetTokens
    ? fit
    : Math.max(1, 2 ** Math.floor(Math.log2(fit)));
}

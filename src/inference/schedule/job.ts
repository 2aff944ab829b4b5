import type { Input } from '../tokenize/input.ts';
import { type BatchPolicy, mostRows, paddedLength } from './batch-policy.ts';
import type { Work, WorkResult } from './work.ts';

/** One row that waits. */
export interface Row {
  readonly at: number;
  readonly input: Input;
  /** Tokens with filling. */
  readonly padded: number;
}

/** Work on its way through the scheduler. */
export class Job {
  readonly work: Work;
  readonly submittedAt: number;
  readonly result: Promise<WorkResult>;
  /** Rows still to be run, the most promising first. */
  waiting: readonly Row[];
  /** Tokens of them, filling included. */
  waitingTokens = 0;
  settled = false;
  /** When its first row was begun. */
  #beganAt: number | undefined;
  readonly #values: Float32Array;
  readonly #done: Uint8Array;
  readonly #policy: BatchPolicy;
  #settle: (result: WorkResult) => void = () => undefined;

  constructor(work: Work, policy: BatchPolicy, now: number) {
    const { inputs, model } = work;
    const { singly, kind } = model;
    const limits = { singly, kind, maxTokens: model.folder.settings.maxTokens };
    this.work = work;
    this.submittedAt = now;
    this.#policy = policy;
    this.waiting = inputs.map((input, at) => ({
      at,
      input,
      padded: paddedLength(policy, input.ids.length, limits),
    }));
    this.waitingTokens = tokensOf(this.waiting);
    this.#values = new Float32Array(inputs.length * model.columns);
    this.#done = new Uint8Array(inputs.length);
    this.result = new Promise((resolve) => (this.#settle = resolve));
  }

  /** What the rows that wait are likely to take, were they run alone. */
  remainingMs(): number {
    return this.predictMs(this.waiting);
  }

  predictMs(rows: readonly Row[]): number {
    const { cost, singly } = this.work.model;
    const lengths = new Map<number, number>();
    for (const { padded } of rows) lengths.set(padded, (lengths.get(padded) ?? 0) + 1);
    let [tokens, batches] = [0, 0];
    for (const [length, count] of lengths) {
      tokens += length * count;
      batches += singly ? count : Math.ceil(count / mostRows(this.#policy, length));
    }
    return cost.predictMs(tokens, batches);
  }

  /** Leaves out rows at the end until the rest is likely to be done within so many milliseconds. */
  trim(ms: number): void {
    let [fits, excess] = [0, this.waiting.length + 1];
    // The cost grows with every row, so the boundary can be halved in.
    while (excess - fits > 1) {
      const middle = (fits + excess) >> 1;
      if (this.predictMs(this.waiting.slice(0, middle)) <= ms) fits = middle;
      else excess = middle;
    }
    if (fits < this.waiting.length) this.keep(this.waiting.slice(0, fits));
  }

  keep(rows: readonly Row[]): void {
    this.waiting = rows;
    this.waitingTokens = tokensOf(rows);
  }

  began(now: number): void {
    this.#beganAt ??= now;
  }

  put(row: Row, values: Float32Array): void {
    this.#values.set(values, row.at * this.work.model.columns);
    this.#done[row.at] = 1;
  }

  /** Ends with the rows done from the first on, where they are of use; else with the reason. */
  finish(reason: 'late' | 'shed'): void {
    const firstGap = this.#done.indexOf(0);
    const rows = firstGap < 0 ? this.#done.length : firstGap;
    const isUse = rows === this.#done.length || (this.work.partial && rows > 0);
    if (isUse) {
      const values = this.#values.subarray(0, rows * this.work.model.columns);
      this.settle({
        kind: 'done',
        values,
        rows,
        waitedMs: (this.#beganAt ?? this.submittedAt) - this.submittedAt,
      });
    } else {
      this.settle({
        kind: 'undone',
        reason,
        detail: `${rows} of ${this.#done.length} rows were run in time`,
      });
    }
  }

  settle(result: WorkResult): void {
    if (this.settled) return;
    this.settled = true;
    this.keep([]);
    this.#settle(result);
  }
}

function tokensOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { padded }) => sum + padded, 0);
}

import { setImmediate } from 'node:timers/promises';
import type { Batch, BatchAnswer, Device, DeviceName } from '../../../src/inference/device/device.ts';
import type { ModelSettings } from '../../../src/inference/model/settings.ts';
import type { LiveModel } from '../../../src/inference/model/live-model.ts';
import { NO_METER } from '../../../src/domain/inference-meter.ts';
import { batchPolicy } from '../../../src/inference/schedule/batch-policy.ts';
import { createCostModel } from '../../../src/inference/schedule/cost-model.ts';
import { createScheduler, type Scheduler } from '../../../src/inference/schedule/scheduler.ts';
import type { Time } from '../../../src/domain/time.ts';
import type { Input } from '../../../src/inference/tokenize/input.ts';

/** A clock that stands still until it is told to go on. */
export class FakeTime implements Time {
  #now = 1000;
  #timers: readonly { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), callback };
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets so many milliseconds pass, and everything happen that they bring. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await setImmediate();
      const due = this.#timers.filter(({ at }) => at <= end);
      if (due.length === 0) break;
      const first = due.reduce((soonest, timer) => (timer.at < soonest.at ? timer : soonest));
      this.#timers = this.#timers.filter((timer) => timer !== first);
      this.#now = Math.max(this.#now, first.at);
      first.callback();
    }
    this.#now = end;
  }
}

export interface FakeDevice extends Device {
  /** Every batch that was run, in order. */
  readonly batches: readonly Batch[];
  /** What the next runs do instead. */
  fail(error: Error | undefined): void;
  /** Answers with this instead of scores. */
  answer(number: number | undefined): void;
  /** Answers no run from now on. */
  hang(): void;
  /** Goes away. */
  lose(reason: string): void;
}

/** Milliseconds by model: a fixed part and a part for each token, filling included; as measured on a real device. */
export interface Timing {
  readonly fixed: number;
  readonly perToken: number;
}

/** Scores of a row are the sum of its ids; it takes as long as a real one on a clock that is not. */
export function fakeDevice(time: Time, timings: readonly Timing[], name: DeviceName = 'cpu'): FakeDevice {
  const batches: Batch[] = [];
  let error: Error | undefined;
  let constant: number | undefined;
  let hangs = false;
  let lose: (reason: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => (lose = resolve));
  return {
    name,
    batches,
    lost,
    lose,
    fail(wanted) {
      error = wanted;
    },
    answer(number) {
      constant = number;
    },
    hang() {
      hangs = true;
    },
    load: (graphs) => Promise.resolve(graphs.map(() => ({ ok: false, fault: 'this device is a fake' }))),
    run(batch) {
      batches.push(batch);
      if (hangs) return new Promise(() => undefined);
      const { fixed, perToken } = timings[batch.graph]!;
      const ms = fixed + perToken * batch.rows * batch.length;
      return new Promise<BatchAnswer>((resolve, reject) => {
        time.after(ms, () => {
          if (error !== undefined) return reject(error);
          const values = Float32Array.from({ length: batch.rows }, (_, row) => constant ?? sumOf(batch, row));
          resolve({ values, ms });
        });
      });
    },
    close: () => Promise.resolve(),
  };
}

function sumOf({ ids, length, lengths }: Batch, row: number): number {
  return ids.subarray(row * length, row * length + lengths[row]!).reduce((sum, id) => sum + id, 0);
}

export interface FakeModel {
  readonly name?: string;
  readonly graph?: number;
  readonly timing?: Timing;
  readonly singly?: boolean;
  readonly aloneUpTo?: number;
  readonly kind?: LiveModel['kind'];
  /** Milliseconds; stands still unless given, so that what was learned stays fresh. */
  readonly now?: () => number;
}

/** A model on a fake device. A text's tokens are its words: each is as long as the word. */
export function fakeModel({
  name = 'ce',
  graph = 0,
  timing,
  singly = false,
  aloneUpTo = 0,
  kind = 'cross-encoder',
  now = () => 0,
}: FakeModel = {}): LiveModel {
  const cost = createCostModel(now);
  if (timing !== undefined) {
    // As loading does.
    for (const tokens of [64, 512, 1024]) cost.learn({ tokens, ms: timing.fixed + timing.perToken * tokens });
  }
  const settings: ModelSettings = {
    kind,
    id: undefined,
    maxTokens: 64,
    maxQueryTokens: 24,
    output: undefined,
    pooling: 'mean',
    normalise: true,
    dims: undefined,
    prefix: { query: '', document: '' },
    languages: [],
    similarity: undefined,
    temperature: undefined,
    padId: 0,
  };
  return {
    kind,
    columns: 1,
    graph,
    singly,
    aloneUpTo,
    cost,
    folder: {
      name,
      id: `${name}@1`,
      fingerprint: name,
      settings,
      padId: 0,
      tokenizerHash: '',
      file: { opset: 20, dynamicInt8: singly },
      inputs: { single: inputOf, readShare: () => undefined, pairs: () => inputOf },
      tokenizer: {
        tokenizer: { kind: 'word-piece', size: 100, encode: () => [] },
        templates: { single: [], pair: [] },
        padId: 0,
      },
    },
  };
}

/** `"aa b"` → ids 2, 1. */
export function inputOf(text: string): Input {
  const ids = text.split(' ').map((word) => word.length);
  return { ids: Int32Array.from(ids), types: new Uint8Array(ids.length) };
}

/** A text of so many tokens. */
export function textOf(tokens: number, word = 'a'): string {
  return Array<string>(tokens).fill(word).join(' ');
}

/** A scheduler in front of a device, with batches and a queue that no test here is about. */
export function fakeScheduler(device: Device, time: Time): Scheduler {
  return createScheduler({
    device,
    policy: batchPolicy('cpu', 640),
    queueTokens: 100_000,
    time,
    meter: NO_METER,
    onFailure: () => undefined,
  });
}

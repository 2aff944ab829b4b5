import { type Batch, type BatchAnswer, type Device, DeviceLost } from '../device/device.ts';
import { messageOf } from '../fault.ts';
import type { InferenceMeter } from '../../domain/inference-meter.ts';
import type { LiveModel } from '../model/live-model.ts';
import type { Time } from '../../domain/time.ts';
import { batchSpan } from '../trace.ts';
import { assemble } from './assemble.ts';
import { type BatchPolicy, mostRows } from './batch-policy.ts';
import { Job, type Row } from './job.ts';
import { type Claim, precedes, type Work, type WorkResult } from './work.ts';

export interface SchedulerOptions {
  readonly device: Pick<Device, 'run'>;
  readonly policy: BatchPolicy;
  /** Most tokens that wait, filling included; more is refused. */
  readonly queueTokens: number;
  readonly time: Time;
  readonly meter: InferenceMeter;
  /** Told when a run failed; what was in it has failed already. */
  onFailure(error: unknown): void;
}

/** Shares one device: many ask, one batch runs. */
export interface Scheduler {
  /** Never rejects. Ends at the deadline, and at once when the signal aborts or there is no room. */
  submit(work: Work): Promise<WorkResult>;
  /** Milliseconds until work with this claim would begin. */
  waitMs(claim: Claim): number;
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
  /** Ends everything that waits. */
  close(detail: string): void;
}

/** A prediction may be wrong by this much before rows are left out for it. */
const CAUTION = 1.1;
/** A batch that takes this long, and so many times what was predicted, will not come back: drivers hang. */
const STUCK_MS = 60_000;
const STUCK_TIMES = 20;

/** One row of a batch and whose it is. */
interface Taken {
  readonly job: Job;
  readonly row: Row;
}

/**
 * Work is done in the order of {@link precedes}, a batch at a time, so that a brief request never waits behind a long one
 * by more than one batch. Rows of other requests that have the same model and length ride along where there is room.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { device, policy, time, meter } = options;
  let jobs: readonly Job[] = [];
  let queued = 0;
  let runningUntil: number | undefined;
  let closed: string | undefined;
  let idle: (() => void)[] = [];

  function recount(): void {
    jobs = jobs.filter((job) => !job.settled);
    queued = jobs.reduce((sum, job) => sum + job.waitingTokens, 0);
    meter.queue(queued);
    if (jobs.length > 0 || runningUntil !== undefined) return;
    for (const resolve of idle) resolve();
    idle = [];
  }

  /** What comes next; jobs that cannot be done in time any more end on the way. */
  function next(): Job | undefined {
    for (;;) {
      const waiting = jobs.filter((job) => !job.settled && job.waiting.length > 0);
      const [first, ...others] = waiting;
      if (first === undefined) return undefined;
      const job = others.reduce((best, other) => (precedes(other.work, best.work) ? other : best), first);
      const ms = job.remainingMs();
      const left = (job.work.deadlineAt - time.now()) / CAUTION;
      if (ms > left && job.work.partial) job.trim(left);
      if (job.waiting.length > 0 && (ms <= left || job.work.partial)) return job;
      job.finish('late');
    }
  }

  /** Rows of one model and length, those of the job first; others only while neither they nor the job would be late for it. */
  function take(job: Job): readonly Taken[] {
    const { model } = job.work;
    const length = job.waiting[0]!.padded;
    const most = model.singly ? 1 : mostRows(policy, length);
    const msOf = (rows: number): number =>
      model.cost.predictMs(policy.rowsFor(rows, length <= model.aloneUpTo) * length, 1) * CAUTION;
    const spareMs = job.work.deadlineAt - time.now() - job.remainingMs() * CAUTION;
    const own = Math.min(most, job.waiting.filter(({ padded }) => padded === length).length);
    const room = spareMs >= msOf(most) - msOf(own) ? most : own;
    const taken: Taken[] = [];
    for (const other of [job, ...jobs]) {
      if (taken.length >= room) break;
      if (other.work.model !== model || other.settled || (other === job && taken.length > 0)) continue;
      if (other !== job && other.work.deadlineAt - time.now() < msOf(room)) continue;
      const rows = other.waiting.filter(({ padded }) => padded === length).slice(0, room - taken.length);
      if (rows.length === 0) continue;
      const isTaken = new Set(rows);
      other.keep(other.waiting.filter((row) => !isTaken.has(row)));
      other.began(time.now());
      taken.push(...rows.map((row) => ({ job: other, row })));
    }
    return taken;
  }

  function answerOf(batch: Batch, predictedMs: number): Promise<BatchAnswer> {
    const limitMs = Math.max(STUCK_MS, STUCK_TIMES * predictedMs);
    return new Promise((resolve, reject) => {
      const stop = time.after(limitMs, () =>
        reject(new DeviceLost(`a batch was not answered within ${Math.round(limitMs / 1000)} s`)),
      );
      void device.run(batch).then(resolve, reject).finally(stop);
    });
  }

  async function run(taken: readonly Taken[], model: LiveModel): Promise<void> {
    const { padded: length } = taken[0]!.row;
    const rows = model.singly ? 1 : policy.rowsFor(taken.length, length <= model.aloneUpTo);
    const inputs = taken.map(({ row }) => row.input);
    const batch = assemble(inputs, { graph: model.graph, length, rows, padId: model.folder.padId });
    const startedAt = time.now();
    const waitMs = startedAt - Math.min(...taken.map(({ job }) => job.submittedAt));
    try {
      const { values, ms } = await batchSpan(
        taken.map(({ job }) => job.work.traceparent),
        {
          'relevance.model': model.folder.name,
          'relevance.batch.rows': taken.length,
          'relevance.batch.tokens': rows * length,
          'relevance.batch.wait_ms': waitMs,
        },
        () => answerOf(batch, model.cost.predictMs(rows * length, 1)),
      );
      model.cost.learn({ tokens: rows * length, ms: time.now() - startedAt });
      const tokens = inputs.reduce((sum, { ids }) => sum + ids.length, 0);
      meter.batch({
        model: model.folder.name,
        rows: taken.length,
        tokens,
        padded: rows * length,
        waitMs,
        ms,
      });
      distribute(taken, values, model.columns);
    } catch (error) {
      for (const { job } of taken) job.settle(failed(messageOf(error)));
      options.onFailure(error);
    }
  }

  function kick(): void {
    if (runningUntil !== undefined || closed !== undefined) return;
    const job = next();
    if (job !== undefined) {
      const { model } = job.work;
      const taken = take(job);
      runningUntil =
        time.now() +
        model.cost.predictMs(taken.length * taken[0]!.row.padded, model.singly ? taken.length : 1);
      void run(taken, model).then(() => {
        runningUntil = undefined;
        recount();
        kick();
      });
    }
    recount();
  }

  function watch(job: Job): void {
    const { signal, deadlineAt } = job.work;
    const cancel = (): void => {
      job.settle({ kind: 'undone', reason: 'cancelled', detail: 'the caller gave up' });
      recount();
    };
    const timer = time.after(deadlineAt - time.now(), () => {
      job.finish('late');
      recount();
    });
    signal.addEventListener('abort', cancel, { once: true });
    void job.result.then(() => {
      timer();
      signal.removeEventListener('abort', cancel);
    });
  }

  return {
    submit(work) {
      if (closed !== undefined) return Promise.resolve(failed(closed));
      const job = new Job(work, policy, time.now());
      if (work.signal.aborted)
        job.settle({ kind: 'undone', reason: 'cancelled', detail: 'the caller gave up' });
      else if (work.inputs.length === 0) job.finish('late');
      else if (queued + job.waitingTokens > options.queueTokens) {
        job.settle({ kind: 'undone', reason: 'shed', detail: `${queued} tokens wait already` });
      } else {
        jobs = [...jobs, job];
        watch(job);
        kick();
      }
      return job.result;
    },
    waitMs(claim) {
      const running = Math.max(0, (runningUntil ?? 0) - time.now());
      const before = jobs.filter((job) => !precedes(claim, job.work));
      return before.reduce((sum, job) => sum + job.remainingMs(), running);
    },
    idle: () =>
      jobs.length === 0 && runningUntil === undefined
        ? Promise.resolve()
        : new Promise((resolve) => idle.push(resolve)),
    close(detail) {
      closed = detail;
      for (const job of jobs) job.settle(failed(detail));
      recount();
    },
  };
}

function distribute(taken: readonly Taken[], values: Float32Array, columns: number): void {
  for (const [at, { job, row }] of taken.entries()) {
    const numbers = values.subarray(at * columns, (at + 1) * columns);
    if (!numbers.every(Number.isFinite)) job.settle(failed('the model gave what is no number'));
    else if (!job.settled) job.put(row, numbers);
  }
  for (const job of new Set(taken.map((one) => one.job))) {
    if (!job.settled && job.waiting.length === 0) job.finish('late');
  }
}

function failed(detail: string): WorkResult {
  return { kind: 'undone', reason: 'failed', detail };
}

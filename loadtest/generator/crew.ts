import { Worker } from 'node:worker_threads';
import { addTally, emptyTally, type Tally } from './tally.ts';
import type { SliceOrder, WorkerOptions } from './worker.ts';

export interface CrewOptions extends Omit<WorkerOptions, 'connections' | 'waiting'> {
  readonly workers: number;
  /** Of all workers together, for each target. */
  readonly connections: number;
  readonly waiting: number;
}

export type CrewOrder = Omit<SliceOrder, 'share'>;

/**
 * Threads that send, each with an event loop and a heap of its own: what is measured never waits for reports to be written,
 * processes to be watched or faults to be made.
 */
export class Crew {
  readonly #workers: readonly Worker[];

  static async start({ workers, connections, waiting, seed, ...options }: CrewOptions): Promise<Crew> {
    const count = Math.min(workers, connections);
    const started = Array.from({ length: count }, (_, at) => {
      const workerData: WorkerOptions = {
        ...options,
        seed: seed + at,
        connections: Math.floor((connections + at) / count),
        waiting: Math.ceil(waiting / count),
      };
      return new Worker(new URL('worker.js', import.meta.url), { workerData });
    });
    await Promise.all(started.map(answerOf));
    return new Crew(started);
  }

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** One slice by all of them; resolves with what they counted together. */
  async run(order: CrewOrder): Promise<Tally> {
    const of = this.#workers.length;
    const answers = this.#workers.map((worker, at) => {
      const answer = answerOf(worker);
      worker.postMessage({ ...order, share: { at, of } } satisfies SliceOrder);
      return answer as Promise<Tally>;
    });
    const sum = emptyTally();
    for (const tally of await Promise.all(answers)) addTally(sum, tally);
    return sum;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#workers.map((worker) => {
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        worker.postMessage('close');
        return ended;
      }),
    );
  }
}

function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => settle(() => resolve(message));
    const onError = (error: unknown): void => settle(() => reject(error as Error));
    const settle = (done: () => void): void => {
      worker.off('message', onMessage).off('error', onError);
      done();
    };
    worker.on('message', onMessage).on('error', onError);
  });
}

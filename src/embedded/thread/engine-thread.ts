// Keeps LevelDB's code in the process: what only a thread has loaded is unloaded with it, but LevelDB's own background
// thread never ends, and would crash the process.
import 'classic-level';
import { Worker } from 'node:worker_threads';
import type { DependencyHealth, IndexDescription } from '../../domain/catalog.ts';
import type { EngineAnswer, EngineRequest } from '../../domain/engine.ts';
import type { Logger } from '../../domain/logger.ts';
import { GatewayError } from '../../errors.ts';
import type { AnswerMessage, FromThread, ThreadData, ToThread } from './messages.ts';

export interface ThreadOptions extends ThreadData {
  readonly logger: Logger;
  /** The thread's entry, compiled. */
  readonly entry: URL;
}

interface Waiting {
  resolve(answer: EngineAnswer): void;
  reject(error: GatewayError): void;
}

/** Requests under way at once; more are refused with 429. */
const MAX_WAITING = 1000;

/** A thread that dies again within this time of its restart stays down. */
const RESTART_WINDOW_MS = 60_000;

/**
 * The engine in a thread of its own, so that no search holds up the thread that serves. A crash fails what is
 * under way with 503 and starts the thread again, once.
 */
export class EngineThread {
  #catalog: ReadonlyMap<string, IndexDescription> = new Map();
  #state: 'opening' | 'up' | 'down' | 'closed' = 'opening';
  #detail = 'opening';
  #worker: Worker | undefined;
  #restartedAt = -Infinity;
  #nextId = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #options: ThreadOptions;

  private constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Starts the thread and waits until its indices are there. @throws GatewayError `store_*` */
  static async start(options: ThreadOptions): Promise<EngineThread> {
    const thread = new EngineThread(options);
    await thread.#spawn();
    return thread;
  }

  describe(name: string): IndexDescription | undefined {
    return this.#catalog.get(name);
  }

  names(): readonly string[] {
    return [...this.#catalog.keys()];
  }

  health(): DependencyHealth {
    const state = this.#state === 'up' ? (this.#detail === '' ? 'up' : 'degraded') : 'down';
    return {
      name: 'embedded',
      state,
      detail: this.#detail === '' ? 'the embedded engine answers' : this.#detail,
    };
  }

  /** @throws GatewayError `upstream_unavailable` while the thread is not there, `client_gone` when aborted. */
  handle(request: EngineRequest, signal?: AbortSignal): Promise<EngineAnswer> {
    if (signal?.aborted === true) return Promise.reject(clientGone());
    const worker = this.#worker;
    if (this.#state !== 'up' || worker === undefined) return Promise.reject(this.#unavailable());
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(
        new GatewayError('overloaded', 'the embedded engine has too many requests to answer'),
      );
    }
    const id = this.#nextId++;
    return new Promise<EngineAnswer>((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.delete(id);
        reject(clientGone());
      };
      signal?.addEventListener('abort', abort, { once: true });
      const done = (): void => signal?.removeEventListener('abort', abort);
      this.#waiting.set(id, {
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      const { method, path, headers, body } = request;
      const message: ToThread = { kind: 'request', id, method, path, headers: [...headers], body };
      worker.postMessage(message);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    const wasUp = this.#state === 'up';
    this.#state = 'closed';
    this.#detail = 'closed';
    if (worker === undefined) return;
    if (!wasUp) {
      await worker.terminate();
      return;
    }
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const message: ToThread = { kind: 'close' };
    worker.postMessage(message);
    await gone;
  }

  #spawn(): Promise<void> {
    const { dir, entry } = this.#options;
    const data: ThreadData = { dir };
    const worker = new Worker(entry, { workerData: data, name: 'embedded-engine' });
    this.#worker = worker;
    this.#state = 'opening';
    this.#detail = 'the embedded engine is opening its store';
    return new Promise((resolve, reject) => {
      let fault: unknown;
      worker.on('message', (message: FromThread) => {
        if (message.kind === 'ready') {
          this.#state = 'up';
          this.#detail = message.damages.join('; ');
          resolve();
        } else if (message.kind === 'failed') {
          fault = new GatewayError(message.code, message.message);
        } else this.#receive(message);
      });
      worker.on('error', (error) => (fault = error));
      worker.on('exit', () => {
        const opening = this.#state === 'opening';
        this.#gone(worker, fault);
        if (opening)
          reject(fault instanceof Error ? fault : new Error('the engine thread ended while opening'));
      });
    });
  }

  #receive(message: FromThread): void {
    if (message.kind === 'answer') this.#settle(message);
    else if (message.kind === 'catalog') {
      this.#catalog = new Map(message.indices.map((index) => [index.name, index]));
    } else if (message.kind === 'log') this.#options.logger[message.level](message.fields, message.message);
  }

  #settle({ id, status, headers, body }: AnswerMessage): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.resolve({ status, headers, body: Buffer.from(body.buffer, body.byteOffset, body.length) });
  }

  #gone(worker: Worker, fault: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const wasUp = this.#state === 'up';
    if (this.#state !== 'closed') {
      this.#state = 'down';
      this.#detail = 'the embedded engine stopped';
    }
    for (const waiting of this.#waiting.values()) waiting.reject(this.#unavailable());
    this.#waiting.clear();
    if (wasUp) this.#restart(fault);
  }

  #restart(fault: unknown): void {
    const { logger } = this.#options;
    const error = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    if (Date.now() - this.#restartedAt < RESTART_WINDOW_MS) {
      this.#detail = 'the embedded engine stopped twice within a minute and stays down';
      logger.error({ error }, this.#detail);
      return;
    }
    this.#restartedAt = Date.now();
    logger.error({ error }, 'the embedded engine stopped; it is started again');
    this.#spawn().catch((reason: unknown) => {
      this.#detail = `the embedded engine could not be started again: ${String(reason)}`;
      logger.error({ error: String(reason) }, 'the embedded engine could not be started again');
    });
  }

  #unavailable(): GatewayError {
    return new GatewayError('upstream_unavailable', `${this.#detail}; try again`);
  }
}

function clientGone(): GatewayError {
  return new GatewayError('client_gone', 'the client went away');
}

import { Pool } from 'undici';
import { readServerTiming, readStatus } from '../answer-headers.ts';
import type { Shot } from './shot.ts';
import { countDropped, countEnding, countStages, countStatuses, emptyTally, type Tally } from './tally.ts';

export interface GunOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Most connections, and so most requests at the same time. */
  readonly connections: number;
  /** How long an answer may take. */
  readonly timeoutMs: number;
  /** Most requests that wait for a connection; further ones are dropped, and count as failed. */
  readonly waiting: number;
}

/** Sends requests to one target over a bounded number of connections, and counts what becomes of them. */
export class Gun {
  readonly #options: GunOptions;
  readonly #pool: Pool;
  readonly #waiting: { readonly shot: Shot; readonly due: number }[] = [];
  #inFlight = 0;
  #tally = emptyTally();
  #freed: () => void = () => undefined;

  constructor(options: GunOptions) {
    this.#options = options;
    this.#pool = new Pool(options.origin, {
      connections: options.connections,
      pipelining: 1,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connect: { timeout: options.timeoutMs },
    });
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Connections that carry nothing. */
  get free(): number {
    return this.#options.connections - this.#inFlight;
  }

  /** Called whenever a request has ended. */
  whenFreed(freed: () => void): void {
    this.#freed = freed;
  }

  /** Sends it now, or when a connection is free. @param due when it should have been sent, by `performance.now` */
  fire(shot: Shot, due: number): void {
    if (this.free > 0) this.#send(shot, due);
    else if (this.#waiting.length < this.#options.waiting) this.#waiting.push({ shot, due });
    else countDropped(this.#tally);
  }

  /** Forgets those that wait still, as dropped. */
  dropWaiting(): void {
    for (let left = this.#waiting.splice(0).length; left > 0; left -= 1) countDropped(this.#tally);
  }

  /** Counts those that have no answer yet as failed: it will come, if ever, after the count is taken. */
  giveUp(): void {
    const now = performance.now();
    for (let left = this.#inFlight; left > 0; left -= 1) {
      countEnding(this.#tally, { failure: 'unanswered' }, { due: now, sent: now, done: now });
    }
  }

  /** What was counted since the last call. */
  take(): Tally {
    const tally = this.#tally;
    this.#tally = emptyTally();
    return tally;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  #send(shot: Shot, due: number): void {
    const { method, path, headers, body } = shot;
    const tally = this.#tally;
    const sent = performance.now();
    let status = 0;
    this.#inFlight += 1;
    this.#pool.dispatch(
      { method, path, headers, body },
      {
        // By this one undici knows which kind of handler it has.
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code, answered) => {
          status = code;
          const looked = answered['relevance-status'];
          if (looked !== undefined) countStatuses(tally, readStatus(String(looked)));
          const timing = answered['server-timing'];
          if (timing !== undefined) countStages(tally, readServerTiming(String(timing)));
        },
        onResponseData: (_controller, chunk) => void (tally.counts.bytes += chunk.length),
        onResponseEnd: () => {
          countEnding(tally, { status }, { due, sent, done: performance.now() });
          this.#ended();
        },
        onResponseError: (_controller, error) => {
          countEnding(tally, { failure: failureOf(error) }, { due, sent, done: performance.now() });
          this.#ended();
        },
      },
    );
  }

  #ended(): void {
    this.#inFlight -= 1;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#send(next.shot, next.due);
    else this.#freed();
  }
}

function failureOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../errors.ts';

/** What was sent of a body is kept up to here, in bytes, so that it can be sent again. */
const REPLAY_BYTES = 64 * 1024;

/** Up to here, in bytes, a body of known length is sent in one piece, which costs a third less. */
const SMALL_BYTES = 16 * 1024;

/** A body as it goes upstream; null for none. */
export type Body = RequestBody | Uint8Array | null;

/** Whether part of a body may still have to be sent. */
export function isUnderWay(body: Body): boolean {
  return body instanceof RequestBody && !body.complete;
}

/**
 * Calls back with a request's body: at once with one that streams, when it is there with a small one, never
 * when the client goes away before.
 * @param prefix chunks that were read already
 */
export function withBody(
  request: IncomingMessage,
  prefix: readonly Uint8Array[],
  start: (body: Body) => void,
): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding === undefined && (length === undefined || length === '0')) start(null);
  else if (coding !== undefined || prefix.length > 0 || Number(length) > SMALL_BYTES) {
    start(new RequestBody(request, prefix));
  } else collect(request, Number(length), start);
}

function collect(request: IncomingMessage, length: number, start: (body: Body) => void): void {
  let before: Buffer[] | undefined;
  let missing = length;
  request.on('data', (chunk: Buffer) => {
    missing -= chunk.length;
    if (missing > 0) (before ??= []).push(chunk);
    else start(before === undefined ? chunk : Buffer.concat([...before, chunk]));
  });
}

interface Waiting {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: Error): void;
}

/**
 * A request's body on its way upstream, chunk by chunk: one is asked of the client when the one before was
 * taken, so a slow node slows the client down. Can be iterated again as long as it is small.
 */
export class RequestBody implements AsyncIterable<Uint8Array> {
  readonly #request: IncomingMessage;
  readonly #ready: Uint8Array[];
  #sent: Uint8Array[] | null = [];
  #sentBytes = 0;
  #waiting: Waiting | null = null;
  #failure: Error | null = null;
  #complete: boolean;
  #released = false;

  /** @param prefix chunks that were read already */
  constructor(request: IncomingMessage, prefix: readonly Uint8Array[]) {
    this.#request = request;
    this.#ready = [...prefix];
    this.#complete = request.readableEnded;
    if (this.#complete) return;
    // The listener for data starts the flow; it must wait until somebody asks.
    request.pause();
    request.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onBroken);
    request.on('close', this.#onBroken);
  }

  /** Whether everything that was sent so far can be sent again. */
  get replayable(): boolean {
    return this.#sent !== null;
  }

  /** Whether the client has sent all of it. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Starts from the first byte. At most one iteration may be under way. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    if (this.#sent !== null) {
      this.#ready.unshift(...this.#sent);
      this.#sent = [];
      this.#sentBytes = 0;
    }
    this.#waiting = null;
    return {
      next: () => this.#next(),
      return: () => Promise.resolve({ done: true, value: undefined }),
    };
  }

  /** Nobody wants the rest: it is read and thrown away, so that the connection can carry another request. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    const request = this.#request;
    request.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onBroken);
    this.#ready.length = 0;
    this.#sent = null;
    if (!this.#complete) request.resume();
    this.#waiting?.resolve({ done: true, value: undefined });
    this.#waiting = null;
  }

  #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#ready.shift();
    if (chunk !== undefined) return Promise.resolve({ done: false, value: this.#keep(chunk) });
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#complete || this.#released) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#request.resume();
    });
  }

  #keep(chunk: Uint8Array): Uint8Array {
    this.#sentBytes += chunk.length;
    if (this.#sentBytes > REPLAY_BYTES) this.#sent = null;
    this.#sent?.push(chunk);
    return chunk;
  }

  readonly #onData = (chunk: Uint8Array): void => {
    this.#request.pause();
    const waiting = this.#waiting;
    if (waiting === null) {
      this.#ready.push(chunk);
      return;
    }
    this.#waiting = null;
    waiting.resolve({ done: false, value: this.#keep(chunk) });
  };

  readonly #onEnd = (): void => {
    this.#complete = true;
    this.#waiting?.resolve({ done: true, value: undefined });
    this.#waiting = null;
  };

  readonly #onBroken = (): void => {
    if (this.#complete || this.#failure !== null) return;
    this.#failure = new GatewayError('client_gone', 'the client went away before its request was complete');
    this.#waiting?.reject(this.#failure);
    this.#waiting = null;
  };
}

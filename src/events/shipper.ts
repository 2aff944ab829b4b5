import type { RawHeaders, SearchEngine } from '../domain/engine.ts';
import type { Logger } from '../domain/logger.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { EVENTS_MAPPING, QUERIES_MAPPING } from './mappings.ts';
import type { SealedFile, Spool } from './spool.ts';

export interface ShipperOptions {
  readonly spool: Spool;
  readonly engine: SearchEngine;
  /** The gateway's own credentials. */
  readonly headers: RawHeaders;
  readonly eventsIndex: string;
  readonly queriesIndex: string;
  readonly flushMs: number;
  readonly logger: Logger;
  readonly shipped: (outcome: 'stored' | 'refused', count: number) => void;
  /** Keeps the lines that the engine will not take. */
  readonly keepRefused: (lines: string) => Promise<void>;
}

const ANSWER_MS = 30_000;
const LONGEST_PAUSE_MS = 30_000;

interface BulkAnswer {
  readonly items: readonly { readonly create: { readonly status: number } }[];
}

/**
 * Sends what the spool holds to the two indices, oldest first, and again until the engine has taken it. Each event has
 * an id of its own from the beginning, so what is sent twice is stored once.
 */
export class Shipper {
  readonly #options: ShipperOptions;
  readonly #gone = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #hasIndices = false;
  #running: Promise<void> = Promise.resolve();
  /** Why the last attempt failed; null where it did not. */
  fault: string | null = null;

  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  start(): void {
    const pause = Math.min(LONGEST_PAUSE_MS, this.#options.flushMs * 2 ** this.#failures);
    this.#timer = setTimeout(() => {
      this.#running = this.ship()
        .then(
          () => this.#went(),
          (error: unknown) => this.#failed(error),
        )
        .then(() => {
          if (!this.#gone.signal.aborted) this.start();
        });
    }, pause);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#gone.abort(new GatewayError('client_gone', 'the gateway ends'));
    await this.#running;
  }

  /** Sends everything that is there. @throws GatewayError where the engine did not take it now */
  async ship(): Promise<void> {
    const { spool } = this.#options;
    await spool.seal();
    while (spool.sealed.length > 0) {
      if (!this.#hasIndices) await this.#makeIndices();
      const [oldest] = spool.sealed;
      await this.#send(oldest!);
      await spool.remove(oldest!);
    }
  }

  #went(): void {
    if (this.fault !== null) this.#options.logger.info({}, 'events are stored again');
    this.fault = null;
    this.#failures = 0;
  }

  #failed(error: unknown): void {
    if (this.#gone.signal.aborted) return;
    const { message } = toGatewayError(error);
    if (this.fault === null) {
      this.#options.logger.warn({ reason: message }, 'events could not be stored; they wait on disk');
    }
    this.fault = message;
    this.#failures += 1;
    this.#hasIndices = false;
  }

  async #makeIndices(): Promise<void> {
    const { eventsIndex, queriesIndex } = this.#options;
    for (const [index, mappings] of [
      [eventsIndex, EVENTS_MAPPING],
      [queriesIndex, QUERIES_MAPPING],
    ] as const) {
      const path = `/${encodeURIComponent(index)}`;
      const answer = await this.#ask('PUT', path, Buffer.from(JSON.stringify({ mappings })));
      // It is there, or may not be made: then whoever set it up knows its mapping.
      const isThere = answer.status === 403 || answer.body.includes('already_exists_exception');
      if (answer.status !== 200 && !isThere) throw refusal(`making ${index}`, answer.status);
    }
    this.#hasIndices = true;
  }

  async #send(file: SealedFile): Promise<void> {
    const body = await this.#options.spool.read(file);
    const { status, body: answered } = await this.#ask('POST', '/_bulk?filter_path=items.*.status', body);
    if (status !== 200) throw refusal('storing events', status);
    const { items } = JSON.parse(answered.toString()) as BulkAnswer;
    const statuses = items.map(({ create }) => create.status);
    const busy = statuses.find((one) => one === 429 || one >= 500 || one === 401 || one === 403);
    if (busy !== undefined) throw refusal('storing events', busy);
    const refused = statuses.flatMap((one, at) => (one >= 400 && one !== ALREADY ? [at] : []));
    if (refused.length > 0) await this.#refused(body, refused);
    this.#options.shipped('stored', statuses.length - refused.length);
  }

  async #refused(body: Buffer, refused: readonly number[]): Promise<void> {
    const lines = body.toString().split('\n');
    await this.#options.keepRefused(refused.map((at) => `${lines[at * 2]}\n${lines[at * 2 + 1]}\n`).join(''));
    this.#options.shipped('refused', refused.length);
    this.#options.logger.warn({ count: refused.length }, 'events that the engine refuses were set aside');
  }

  #ask(method: string, path: string, body: Buffer) {
    const type = path.startsWith('/_bulk') ? 'application/x-ndjson' : 'application/json';
    const headers = [...this.#options.headers, 'content-type', type];
    const signal = AbortSignal.any([this.#gone.signal, AbortSignal.timeout(ANSWER_MS)]);
    return this.#options.engine.exchange({ method, path, headers, body }, signal);
  }
}

/** A document with this id is there: it was sent before. */
const ALREADY = 409;

function refusal(what: string, status: number): GatewayError {
  return new GatewayError('upstream_protocol', `${what}: the engine answered ${status}`);
}

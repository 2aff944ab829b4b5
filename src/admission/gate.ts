import type { Time } from '../domain/time.ts';
import { ArrivalRate } from './arrival-rate.ts';
import { Callers, type CallerLimits } from './callers.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import type { ConcurrencyLimit } from './gradient-limit.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

export interface GateLimits {
  readonly inFlight: ConcurrencyLimit;
  /** Most that wait for their turn, and for how long. */
  readonly queue: number;
  readonly queueMs: number;
  /** Of all callers together. */
  readonly rate: Rate | null;
  readonly caller: CallerLimits;
}

/** Why something may be refused. */
export const REFUSALS = ['queue_full', 'queue_late', 'rate', 'caller_rate', 'caller_in_flight'] as const;

/** Why something may not come in. */
export interface Refusal {
  readonly reason: (typeof REFUSALS)[number];
  /** When to ask again. */
  readonly retryAfterMs: number;
}

export interface Entry {
  /** Names the caller; asked for only where it matters who calls. */
  caller(): string;
  /** It is this entry's turn. */
  start(): void;
  /** It will not be: called at most once, and never after `start`. */
  refuse(refusal: Refusal): void;
}

/** What has neither a rate nor a place that comes free at a known time. */
const RETRY_MS = 1000;

/**
 * Decides who may come in now, who waits, and who is refused: rates first, since who asks too often is to wait elsewhere,
 * then the caller's own places, then everybody's. What waits is started in order and refused when it has waited too long.
 */
export class Gate {
  readonly #limits: GateLimits;
  readonly #time: Time;
  readonly #bucket: TokenBucket | undefined;
  readonly #callers: Callers;
  readonly #queue: DeadlineQueue<Entry>;
  /** Those that waited too long; they never were under way. */
  readonly #refused = new WeakSet<Entry>();
  readonly #arrivals = new ArrivalRate();
  #inFlight = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(limits: GateLimits, time: Time) {
    this.#limits = limits;
    this.#time = time;
    this.#bucket = limits.rate === null ? undefined : new TokenBucket(limits.rate, time.now());
    this.#callers = new Callers(limits.caller);
    this.#queue = new DeadlineQueue({ most: limits.queue, patienceMs: limits.queueMs });
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Most at once, now. */
  get most(): number {
    return this.#limits.inFlight.most;
  }

  /** How long the first in the queue has waited. */
  get waitedMs(): number {
    return this.#queue.waitedMs(this.#time.now());
  }

  /** How many want to come in a second, whatever becomes of them. */
  get perSecond(): number {
    return this.#arrivals.perSecond(this.#time.now());
  }

  /**
   * Starts now, in turn, or refuses.
   * @returns to be called once, when it has ended or whoever waits has gone
   */
  enter(entry: Entry): () => void {
    const now = this.#time.now();
    this.#arrivals.came(now);
    const caller = this.#callers.limited ? entry.caller() : undefined;
    const refusal = this.#refusal(caller, now);
    if (refusal !== undefined) {
      entry.refuse(refusal);
      return () => undefined;
    }
    const free = this.#inFlight < this.#limits.inFlight.most && this.#queue.size === 0;
    if (!free && !this.#queue.push(entry, now)) {
      this.#limits.inFlight.dropped();
      entry.refuse({ reason: 'queue_full', retryAfterMs: Math.max(RETRY_MS, this.#limits.queueMs) });
      return () => undefined;
    }
    if (caller !== undefined) this.#callers.came(caller);
    if (free) this.#start(entry);
    else this.#watch();
    return () => this.#left(entry, caller);
  }

  #refusal(caller: string | undefined, now: number): Refusal | undefined {
    // A place costs nothing to look for; a token that was taken in vain would be lost.
    if (caller !== undefined && this.#callers.isFull(caller)) {
      return { reason: 'caller_in_flight', retryAfterMs: RETRY_MS };
    }
    const callerMs = caller === undefined ? 0 : this.#callers.take(caller, now);
    if (callerMs > 0) return { reason: 'caller_rate', retryAfterMs: callerMs };
    const allMs = this.#bucket?.take(now) ?? 0;
    return allMs > 0 ? { reason: 'rate', retryAfterMs: allMs } : undefined;
  }

  #start(entry: Entry): void {
    this.#inFlight += 1;
    entry.start();
  }

  #left(entry: Entry, caller: string | undefined): void {
    if (caller !== undefined) this.#callers.left(caller);
    if (this.#queue.remove(entry)) return;
    if (this.#refused.delete(entry)) return;
    this.#inFlight -= 1;
    this.#next();
  }

  #next(): void {
    while (this.#inFlight < this.#limits.inFlight.most) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#start(next);
    }
  }

  #watch(): void {
    if (this.#cancelTimer !== undefined) return;
    const ms = this.#queue.nextLateMs(this.#time.now());
    if (ms === undefined) return;
    this.#cancelTimer = this.#time.after(ms, () => {
      this.#cancelTimer = undefined;
      for (const entry of this.#queue.late(this.#time.now())) {
        this.#refused.add(entry);
        this.#limits.inFlight.dropped();
        entry.refuse({ reason: 'queue_late', retryAfterMs: Math.max(RETRY_MS, this.#limits.queueMs) });
      }
      this.#watch();
    });
  }
}

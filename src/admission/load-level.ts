import type { Clock } from '../domain/clock.ts';

/**
 * How much there is to do, and so what is left out, each level with all before it: `busy`: models that rank;
 * `overloaded`: all that takes more than one request; `saturated`: all that the caller did not write.
 */
export const LOADS = ['calm', 'busy', 'overloaded', 'saturated'] as const;
export type Load = (typeof LOADS)[number];

/** What load is told by. */
export interface LoadSignals {
  /** How late the event loop runs, in milliseconds. */
  readonly lagMs: number;
  /** Others under way, as a share of the most that may be: 0..1. */
  readonly use: number;
  /** How long the first in the queue has waited, as a share of the longest that one may: 0..1. */
  readonly wait: number;
  /** Share of the time of the latest questions that models were busy with others; 1 for those they had no time for: 0..1. */
  readonly starved: number;
  /** How long answers of the engine waited for their turn, there or here, in milliseconds. */
  readonly engineMs: number;
  /** Searches that come in a second. */
  readonly perSecond: number;
}

/** From where on a level is reached; a signal that a level does not name says nothing about it. */
const THRESHOLDS: readonly {
  readonly load: number;
  readonly at: Partial<Pick<LoadSignals, 'use' | 'wait' | 'starved'>>;
}[] = [
  { load: 1, at: { use: 0.5, starved: 0.25 } },
  { load: 2, at: { use: 0.8, wait: 0.05 } },
  { load: 3, at: { wait: 0.5 } },
];
/** Of the configured lateness of the event loop, for each level from the second on. */
const LAG_FACTORS = [1, 3, 8];

/** The engine's queue goes down after a level has risen: for so long it says nothing about the next. */
const SETTLE_MS = 150;
/** Half the delay that makes a level rise is no reason to fall from it. */
const STILL = 0.5;

/** After which a level is left that no signal asks for, where fewer come than it was reached with: this share of them. */
const HOLD_MS = 2000;
const FEWER = 0.75;
/** The same where as many come. */
const FIRST_PROBE_MS = 10_000;
const LONGEST_PROBE_MS = 60_000;
const PROBE_FACTOR = 4;

/** What is known of a level above the lowest. */
interface Reached {
  readonly at: number;
  /** Searches that came in a second when it was reached, or soon after. */
  perSecond: number;
}

/**
 * Rises as soon as a signal says so. Falls a step when none did for a while and fewer searches come than it was reached
 * with, for what is left out says nothing of what it would cost to do it again. While as many come as before, falling is a
 * probe, and comes later; where that is followed by a rise within as long, the next one comes after four times as long, at
 * most a minute, so that a load that stays is not let in again and again.
 */
export class LoadLevel {
  readonly #clock: Clock;
  readonly #lagMs: number;
  readonly #engineMs: number;
  readonly #highest: number;
  #level = 0;
  #probeMs = FIRST_PROBE_MS;
  /** When a signal last asked for this level or a higher one. */
  #neededAt = -Infinity;
  /** When it last fell, until it rises again. */
  #fellAt: number | undefined;
  /** Of the levels up to this one, in order. */
  readonly #reached: Reached[] = [];

  /**
   * @param lagMs lateness of the event loop that counts as busy
   * @param engineMs time in the engine's queue from where on the next level is reached
   * @param highest level that is ever reached
   */
  constructor(
    options: { readonly lagMs: number; readonly engineMs: number; readonly highest: Load },
    clock: Clock,
  ) {
    this.#clock = clock;
    this.#lagMs = options.lagMs;
    this.#engineMs = options.engineMs;
    this.#highest = LOADS.indexOf(options.highest);
  }

  /** What the signals make of it; to be asked often, since it only changes when it is asked. */
  update(signals: LoadSignals): Load {
    const now = this.#clock.now();
    const needed = Math.min(this.#highest, this.#neededBy(signals, now));
    if (needed > this.#level) this.#rise(needed, now);
    else if (needed === this.#level && needed > 0) this.#neededAt = now;
    else this.#fall({ to: needed, perSecond: signals.perSecond, now });
    this.#remember(signals.perSecond, now);
    return LOADS[this.#level]!;
  }

  #rise(to: number, now: number): void {
    if (this.#fellAt !== undefined) {
      const wasTooSoon = now - this.#fellAt < this.#probeMs;
      this.#probeMs = wasTooSoon ? Math.min(LONGEST_PROBE_MS, this.#probeMs * PROBE_FACTOR) : FIRST_PROBE_MS;
      this.#fellAt = undefined;
    }
    this.#level = to;
    this.#neededAt = now;
  }

  /** As many steps as there was time for: nobody may have asked for long. */
  #fall({
    to,
    perSecond,
    now,
  }: {
    readonly to: number;
    readonly perSecond: number;
    readonly now: number;
  }): void {
    while (this.#level > to) {
      const fewer = perSecond < FEWER * (this.#reached[this.#level - 1]?.perSecond ?? 0);
      const holdMs = fewer ? HOLD_MS : this.#probeMs;
      if (now - this.#neededAt < holdMs) return;
      this.#level -= 1;
      this.#neededAt += holdMs;
      this.#fellAt = this.#neededAt;
    }
  }

  /** The rate is a mean and follows a leap slowly, so for a while the level counts as reached with all that comes. */
  #remember(perSecond: number, now: number): void {
    this.#reached.length = Math.min(this.#reached.length, this.#level);
    for (const known of this.#reached) {
      if (now - known.at < HOLD_MS) known.perSecond = Math.max(known.perSecond, perSecond);
    }
    while (this.#reached.length < this.#level) this.#reached.push({ at: now, perSecond });
  }

  #neededBy({ lagMs, engineMs, ...shares }: LoadSignals, now: number): number {
    const byLag = LAG_FACTORS.filter((factor) => lagMs >= factor * this.#lagMs).length;
    const byShares = THRESHOLDS.findLast(({ at }) =>
      (['use', 'wait', 'starved'] as const).some((name) => shares[name] >= (at[name] ?? Infinity)),
    );
    return Math.max(byLag, byShares?.load ?? 0, this.#neededByEngine(engineMs, now));
  }

  /** A step at a time: how long the queue is with all that is done says little of how long it is with less. */
  #neededByEngine(engineMs: number, now: number): number {
    const settled = now - (this.#reached.at(-1)?.at ?? -Infinity) >= SETTLE_MS;
    // A trial that goes badly is to be short.
    const onTrial = this.#fellAt !== undefined && now - this.#fellAt < FIRST_PROBE_MS;
    if (engineMs >= this.#engineMs * (onTrial ? STILL : 1) && settled) return this.#level + 1;
    return engineMs >= this.#engineMs * STILL ? this.#level : 0;
  }
}

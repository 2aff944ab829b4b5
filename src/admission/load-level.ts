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
  /** Share of the latest questions that models had no time for: 0..1. */
  readonly starved: number;
}

/** From where on a level is reached; a signal that a level does not name says nothing about it. */
const THRESHOLDS: readonly { readonly load: number; readonly at: Partial<LoadSignals> }[] = [
  { load: 1, at: { use: 0.5, starved: 0.2 } },
  { load: 2, at: { use: 0.8, wait: 0.05 } },
  { load: 3, at: { wait: 0.5 } },
];
/** Of the configured lateness of the event loop, for each level from the second on. */
const LAG_FACTORS = [1, 3, 8];

const FIRST_HOLD_MS = 2000;
const LONGEST_HOLD_MS = 60_000;
const HOLD_FACTOR = 4;

/**
 * Rises as soon as a signal says so and falls a step when none did for a while. Falling is a probe: where it is followed
 * by a rise within that while, the next one comes after four times as long, at most a minute, so that a load that stays
 * is not let in again and again.
 */
export class LoadLevel {
  readonly #clock: Clock;
  readonly #lagMs: number;
  readonly #highest: number;
  #level = 0;
  #holdMs = FIRST_HOLD_MS;
  /** When a signal last asked for this level or a higher one. */
  #neededAt = -Infinity;
  /** When it last fell, until it rises again. */
  #fellAt: number | undefined;

  /**
   * @param lagMs lateness of the event loop that counts as busy
   * @param highest level that is ever reached
   */
  constructor(options: { readonly lagMs: number; readonly highest: Load }, clock: Clock) {
    this.#clock = clock;
    this.#lagMs = options.lagMs;
    this.#highest = LOADS.indexOf(options.highest);
  }

  /** What the signals make of it; to be asked often, since it only changes when it is asked. */
  update(signals: LoadSignals): Load {
    const now = this.#clock.now();
    const needed = Math.min(this.#highest, this.#neededBy(signals));
    if (needed > this.#level) this.#rise(needed, now);
    else if (needed === this.#level && needed > 0) this.#neededAt = now;
    else this.#fall(needed, now);
    return LOADS[this.#level]!;
  }

  #rise(to: number, now: number): void {
    if (this.#fellAt !== undefined) {
      const wasTooSoon = now - this.#fellAt < this.#holdMs;
      this.#holdMs = wasTooSoon ? Math.min(LONGEST_HOLD_MS, this.#holdMs * HOLD_FACTOR) : FIRST_HOLD_MS;
      this.#fellAt = undefined;
    }
    this.#level = to;
    this.#neededAt = now;
  }

  /** As many steps as there was time for: nobody may have asked for long. */
  #fall(to: number, now: number): void {
    while (this.#level > to && now - this.#neededAt >= this.#holdMs) {
      this.#level -= 1;
      this.#neededAt += this.#holdMs;
      this.#fellAt = this.#neededAt;
    }
  }

  #neededBy({ lagMs, ...shares }: LoadSignals): number {
    const byLag = LAG_FACTORS.filter((factor) => lagMs >= factor * this.#lagMs).length;
    const byShares = THRESHOLDS.findLast(({ at }) =>
      (['use', 'wait', 'starved'] as const).some((name) => shares[name] >= (at[name] ?? Infinity)),
    );
    return Math.max(byLag, byShares?.load ?? 0);
  }
}

import type { Clock } from '../domain/clock.ts';
import type { Gate } from './gate.ts';
import type { Load, LoadLevel } from './load-level.ts';
import { QueueDelay } from './queue-delay.ts';
import { RecentShare } from './share.ts';

/** Questions to models that are remembered. */
const QUESTIONS = 16;

export interface LoadMonitorOptions {
  readonly level: LoadLevel;
  readonly gate: Pick<Gate, 'inFlight' | 'most' | 'waitedMs' | 'perSecond'>;
  /** Longest time in the gate's queue. */
  readonly queueMs: number;
  /** How late the event loop runs, in milliseconds. */
  readonly lagMs: () => number;
  readonly clock: Clock;
}

/** Measures how much there is to do. */
export class LoadMonitor {
  readonly #options: LoadMonitorOptions;
  readonly #starved = new RecentShare(QUESTIONS);
  readonly #engine = new QueueDelay();
  #load: Load = 'calm';

  constructor(options: LoadMonitorOptions) {
    this.#options = options;
  }

  get load(): Load {
    const { level, gate, queueMs, lagMs, clock } = this.#options;
    const load = level.update({
      lagMs: lagMs(),
      engineMs: this.#engine.ms(clock.now()),
      // Besides the one that asks.
      use: Math.max(0, gate.inFlight - 1) / gate.most,
      wait: gate.waitedMs / queueMs,
      starved: this.#starved.value,
      perSecond: gate.perSecond,
    });
    // Models are not asked any more, so what is known of them grows old.
    if (load !== 'calm') this.#starved.forget();
    // Where more or less is done for each, the queue is another.
    if (load !== this.#load) this.#engine.forget();
    this.#load = load;
    return load;
  }

  /** Tells that models were asked, and for which share of their time they were busy with others: 0..1, 1 for all of it. */
  asked(starved: number): void {
    this.#starved.saw(starved);
  }

  /**
   * Tells that the engine is asked.
   * @returns to be called with the answer: what the engine says it took, in milliseconds; null where it says nothing
   */
  asksEngine(): (tookMs: number | null) => void {
    const { clock, gate } = this.#options;
    const load = this.#load;
    const others = Math.max(0, gate.inFlight - 1);
    const startedMs = clock.now();
    return (tookMs) => {
      if (tookMs === null || load !== this.#load) return;
      const now = clock.now();
      this.#engine.saw({ ms: Math.max(0, now - startedMs - tookMs), others }, now);
    };
  }
}

import type { Gate } from './gate.ts';
import type { Load, LoadLevel } from './load-level.ts';
import { RecentShare } from './share.ts';

/** Questions to models that are remembered. */
const QUESTIONS = 32;

export interface LoadMonitorOptions {
  readonly level: LoadLevel;
  readonly gate: Pick<Gate, 'inFlight' | 'most' | 'waitedMs'>;
  /** Longest time in the gate's queue. */
  readonly queueMs: number;
  /** How late the event loop runs, in milliseconds. */
  readonly lagMs: () => number;
}

/** Measures how much there is to do. */
export class LoadMonitor {
  readonly #options: LoadMonitorOptions;
  readonly #starved = new RecentShare(QUESTIONS);

  constructor(options: LoadMonitorOptions) {
    this.#options = options;
  }

  get load(): Load {
    const { level, gate, queueMs, lagMs } = this.#options;
    const load = level.update({
      lagMs: lagMs(),
      // Besides the one that asks.
      use: Math.max(0, gate.inFlight - 1) / gate.most,
      wait: gate.waitedMs / queueMs,
      starved: this.#starved.value,
    });
    // Models are not asked any more, so what is known of them grows old.
    if (load !== 'calm') this.#starved.forget();
    return load;
  }

  /** Tells that models were asked, and whether they had no time. */
  asked(starved: boolean): void {
    this.#starved.saw(starved);
  }
}

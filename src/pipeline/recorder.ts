import type { Clock } from '../domain/clock.ts';
import type { DegradeReason } from '../domain/degraded.ts';
import type { EngineAnswer } from '../domain/engine.ts';
import { NO_SEARCH_METER, type SearchMeter } from '../domain/search-meter.ts';
import type { Ranking, Search, SearchOutcome, StageReport } from '../domain/search.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { onion } from './onion.ts';
import type { Around, Stage, StageContext } from './stage.ts';

type Windowed = Pick<StageContext, 'window' | 'fields'>;

export interface RecorderOptions {
  /** Of the pipeline. */
  readonly name: string;
  /** First is outermost. */
  readonly around: readonly Around[];
  readonly clock: Clock;
}

/** What leg 1 has brought so far. */
export interface Delivered {
  readonly answer: EngineAnswer | undefined;
  readonly found: number;
}

const THE_PAGE: Windowed = { window: 0, fields: [] };

/** What happened in one run of a pipeline. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #search: Search;
  readonly #reports: StageReport[] = [];
  readonly #degraded = new Map<string, DegradeReason>();
  readonly #beganMs: number;
  #windowed = THE_PAGE;
  #delivered: Delivered = { answer: undefined, found: 0 };
  #shed = false;
  #starved: number | null = null;

  constructor(options: RecorderOptions, search: Search) {
    this.#options = options;
    this.#search = search;
    this.#beganMs = options.clock.now();
  }

  /** What is counted of this search. */
  get meter(): SearchMeter {
    return this.#search.meter ?? NO_SEARCH_METER;
  }

  /** From here on stages see this window. */
  widen(windowed: Windowed): void {
    this.#windowed = windowed;
  }

  /** Leg 1's answer, when it is there. */
  get answer(): EngineAnswer | undefined {
    return this.#delivered.answer;
  }

  /** How many hits leg 1 has found. */
  get found(): number {
    return this.#delivered.found;
  }

  /** What leg 1 has delivered, to come back to. */
  hold(): Delivered {
    return this.#delivered;
  }

  restore(delivered: Delivered): void {
    this.#delivered = delivered;
  }

  /** Names a stage as degraded. */
  name({ name }: Stage, why: DegradeReason): void {
    this.#degraded.set(name, why);
  }

  /** Names what did not take part although it would have, and why; for want of room is less than was promised. */
  leave(stages: readonly Stage[], why: Ranking): void {
    for (const { name, kind } of stages) {
      const startMs = this.#options.clock.now() - this.#beganMs;
      const notes = [{ notRanked: why }];
      this.#report({ stage: name, kind, startMs, durationMs: 0, outcome: 'skipped', notes });
      if (why !== 'busy' && why !== 'overloaded') continue;
      this.#degraded.set(name, 'overload');
      this.#shed = true;
    }
  }

  /** Runs one stage inside its wrappers; `fallback` is what the search goes on with when it is left out. */
  async step<T>(stage: Stage, run: (ctx: StageContext) => T | Promise<T>, fallback: T): Promise<T> {
    const { clock, around } = this.#options;
    const notes: unknown[] = [];
    const startedMs = clock.now();
    if (asksModel(stage)) this.#starved ??= 0;
    let outcome: StageReport['outcome'] = 'ok';
    try {
      return await onion(around, stage, run)(this.#context(stage, notes));
    } catch (error) {
      const fault = toGatewayError(error);
      outcome = fault.code === 'stage_timeout' ? 'timeout' : 'failed';
      if (asksModel(stage) && outcome === 'timeout') this.#starved = 1;
      notes.push({ error: fault.code, message: fault.publicMessage });
      if (stage.onError === 'fail') throw passable(fault, stage);
      this.#degraded.set(stage.name, outcome);
      return fallback;
    } finally {
      const { name, kind } = stage;
      const startMs = startedMs - this.#beganMs;
      this.#report({ stage: name, kind, startMs, durationMs: clock.now() - startedMs, outcome, notes });
    }
  }

  #report(report: StageReport): void {
    this.#reports.push(report);
    this.#search.reported?.(report);
  }

  result(): Pick<SearchOutcome, 'answer' | 'degraded' | 'shed' | 'starved' | 'reports'> {
    const { answer } = this.#delivered;
    if (answer === undefined) {
      throw new GatewayError(
        'stage_failed',
        `pipeline ${this.#options.name}: no retriever brought an answer`,
      );
    }
    return {
      answer,
      degraded: this.#degraded,
      shed: this.#shed,
      starved: this.#starved,
      reports: [...this.#reports],
    };
  }

  #context(stage: Stage, notes: unknown[]): StageContext {
    const { request, index, context, signal, span, send, preference, search, count, hits } = this.#search;
    const { window, fields } = this.#windowed;
    return {
      request,
      index,
      context,
      signal,
      span,
      window,
      fields,
      send,
      preference,
      search,
      count,
      hits,
      deliver: (answer, found) => {
        this.#delivered = { answer, found };
      },
      degrade: (why = 'less') => {
        this.#degraded.set(stage.name, why);
        if (why === 'no_time' && asksModel(stage)) this.#starved = 1;
      },
      waited: (share) => {
        this.#starved = Math.max(this.#starved ?? 0, Math.min(1, share));
      },
      meter: this.meter,
      note: (value) => {
        notes.push(value);
      },
    };
  }
}

/** Whether it ranks by a model, which may be busy with others. */
function asksModel(stage: Stage): boolean {
  return stage.kind === 'rank' && stage.asksModel === true;
}

/** Faults of the engine and of the caller keep their code; a stage's own become `stage_failed`. */
function passable(fault: GatewayError, stage: Stage): GatewayError {
  if (fault.code !== 'internal') return fault;
  return new GatewayError('stage_failed', `stage ${stage.name} failed: ${fault.message}`, { cause: fault });
}

import type { Candidate } from '../domain/candidate.ts';
import type { Clock } from '../domain/clock.ts';
import type { EngineAnswer } from '../domain/engine.ts';
import { type Query, typedQuery } from '../domain/query.ts';
import type { Search, SearchOutcome, SearchPipeline, StageReport } from '../domain/search.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { ChildSignal, ContextUnder } from './child-signal.ts';
import { onion } from './onion.ts';
import type { Around, QueryStage, RankStage, RetrieveStage, Stage, StageContext } from './stage.ts';
import { union } from './union.ts';

export interface PipelineOptions {
  readonly name: string;
  /** In the order of the configuration; each kind keeps its own order. */
  readonly stages: readonly Stage[];
  /** First is outermost. */
  readonly around: readonly Around[];
  readonly clock: Clock;
}

/**
 * Folds the query stages, runs the retrievers together, folds the rank stages. A stage that fails or is late
 * is left out and named, unless it declared that the search cannot go on without it.
 */
export function createPipeline(options: PipelineOptions): SearchPipeline {
  const queryStages = options.stages.filter((stage): stage is QueryStage => stage.kind === 'query');
  const retrievers = options.stages.filter((stage): stage is RetrieveStage => stage.kind === 'retrieve');
  const rankStages = options.stages.filter((stage): stage is RankStage => stage.kind === 'rank');

  const window = Math.max(0, ...rankStages.map(({ depth = 0 }) => depth));

  async function run(search: Search): Promise<SearchOutcome> {
    const fields = new Set(rankStages.flatMap((stage) => stage.reads?.(search.index) ?? []));
    const recorder = new Recorder(options, { ...search, window, fields: [...fields] });
    let query = typedQuery(search.request.text);
    for (const stage of queryStages) {
      const before = query;
      query = await recorder.step(stage, (ctx) => stage.run(before, ctx), before);
    }
    let candidates = union(await retrieve(query, recorder));
    for (const stage of rankStages) {
      const before = candidates;
      candidates = await recorder.step(stage, (ctx) => stage.run(before, query, ctx), before);
    }
    return { query, candidates, ...recorder.result() };
  }

  /** A leg that the search cannot go on without takes the others with it when it fails. */
  async function retrieve(query: Query, recorder: Recorder): Promise<readonly (readonly Candidate[])[]> {
    const under: ChildSignal[] = [];
    const leg = async (stage: RetrieveStage, ctx: StageContext): Promise<readonly Candidate[]> => {
      const own = new ChildSignal(ctx);
      under.push(own);
      try {
        return await stage.run(query, new ContextUnder(ctx, own));
      } finally {
        own.release();
      }
    };
    const legs = retrievers.map((stage) => recorder.step(stage, (ctx) => leg(stage, ctx), []));
    try {
      return await Promise.all(legs);
    } catch (error) {
      for (const own of under) own.abort(error);
      throw error;
    }
  }

  return {
    name: options.name,
    stages: options.stages.map(({ name, onError }) => ({ name, onError })),
    without: (names) =>
      createPipeline({ ...options, stages: options.stages.filter(({ name }) => !names.has(name)) }),
    run,
  };
}

type WindowedSearch = Search & Pick<StageContext, 'window' | 'fields'>;

/** What happened in one run of a pipeline. */
class Recorder {
  readonly #options: PipelineOptions;
  readonly #search: WindowedSearch;
  readonly #reports: StageReport[] = [];
  readonly #degraded = new Set<string>();
  #answer: EngineAnswer | undefined;

  constructor(options: PipelineOptions, search: WindowedSearch) {
    this.#options = options;
    this.#search = search;
  }

  /** Runs one stage inside its wrappers; `fallback` is what the search goes on with when it is left out. */
  async step<T>(stage: Stage, run: (ctx: StageContext) => T | Promise<T>, fallback: T): Promise<T> {
    const { clock, around } = this.#options;
    const notes: unknown[] = [];
    const startedMs = clock.now();
    let outcome: StageReport['outcome'] = 'ok';
    try {
      return await onion(around, stage, run)(this.#context(stage, notes));
    } catch (error) {
      const fault = toGatewayError(error);
      outcome = fault.code === 'stage_timeout' ? 'timeout' : 'failed';
      notes.push({ error: fault.code, message: fault.publicMessage });
      if (stage.onError === 'fail') throw passable(fault, stage);
      this.#degraded.add(stage.name);
      return fallback;
    } finally {
      const durationMs = clock.now() - startedMs;
      this.#reports.push({ stage: stage.name, kind: stage.kind, durationMs, outcome, notes });
    }
  }

  result(): Pick<SearchOutcome, 'answer' | 'degraded' | 'reports'> {
    if (this.#answer === undefined) {
      throw new GatewayError(
        'stage_failed',
        `pipeline ${this.#options.name}: no retriever brought an answer`,
      );
    }
    return { answer: this.#answer, degraded: [...this.#degraded], reports: this.#reports };
  }

  #context(stage: Stage, notes: unknown[]): StageContext {
    return {
      ...this.#search,
      deliver: (answer) => {
        this.#answer = answer;
      },
      degrade: () => {
        this.#degraded.add(stage.name);
      },
      note: (value) => {
        notes.push(value);
      },
    };
  }
}

/** Faults of the engine and of the caller keep their code; a stage's own become `stage_failed`. */
function passable(fault: GatewayError, stage: Stage): GatewayError {
  if (fault.code !== 'internal') return fault;
  return new GatewayError('stage_failed', `stage ${stage.name} failed: ${fault.message}`, { cause: fault });
}

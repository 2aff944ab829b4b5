import type { Clock } from '../domain/clock.ts';
import { typedQuery } from '../domain/query.ts';
import type { Search, SearchOutcome, SearchPipeline } from '../domain/search.ts';
import { GatewayError } from '../errors.ts';
import { partOf } from './part.ts';
import { Recorder } from './recorder.ts';
import { type Attempt, relaxing } from './relax.ts';
import { retrieve } from './retrieve.ts';
import type { Around, QueryStage, RankStage, RelaxStage, RetrieveStage, Stage } from './stage.ts';

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
  const relaxStage = options.stages.find((stage): stage is RelaxStage => stage.kind === 'relax');
  const rankStages = options.stages.filter((stage): stage is RankStage => stage.kind === 'rank');

  async function run(search: Search): Promise<SearchOutcome> {
    const recorder = new Recorder(options, search);
    const { meter } = recorder;
    const [first, ...others] = retrievers;
    if (first === undefined)
      throw new GatewayError('config_invalid', `pipeline ${options.name} finds nothing`);
    let query = typedQuery(search.request.text);
    for (const stage of queryStages) {
      const before = query;
      query = await recorder.step(stage, (ctx) => stage.run(before, ctx), before);
    }
    const { legs, ranks, left, window, fields } = partOf(search, query, { others, rankStages });
    if (left.length > 0) recorder.leave(left, search.ranking());
    recorder.widen({ window, fields });
    const asked = { first, others: legs, together: legs.length > 0 && search.accepted() };
    const plain: Attempt = { query, candidates: await retrieve(query, asked, recorder), relaxed: null };
    if (isEmpty(plain, recorder)) meter.zeroResults('before_relaxation');
    const { clock } = options;
    const found =
      relaxStage === undefined
        ? plain
        : await relaxing(relaxStage, { first: plain, legs: asked, recorder, clock });
    if (isEmpty(found, recorder)) meter.zeroResults('after_relaxation');
    query = found.query;
    let candidates = search.frozen?.candidates ?? found.candidates;
    for (const stage of recorder.answer?.status === 200 ? ranks : []) {
      const before = candidates;
      candidates = await recorder.step(stage, (ctx) => stage.run(before, query, ctx), before);
    }
    const { degraded, ...result } = recorder.result();
    return {
      query,
      candidates,
      window,
      relaxed: found.relaxed,
      ...result,
      degraded: [...new Set([...degraded, ...(search.frozen?.degraded ?? [])])],
    };
  }

  return {
    name: options.name,
    stages: options.stages.map(({ name, kind, onError }) => ({ name, kind, onError })),
    without: (names) =>
      createPipeline({ ...options, stages: options.stages.filter(({ name }) => !names.has(name)) }),
    run,
  };
}

/** Whether an attempt was answered and no leg has found anything, on no page. */
function isEmpty({ candidates }: Attempt, { answer, found }: Recorder): boolean {
  return answer?.status === 200 && found === 0 && candidates.length === 0;
}

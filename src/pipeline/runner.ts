import type { Clock } from '../domain/clock.ts';
import { type Query, typedQuery } from '../domain/query.ts';
import type { Search, SearchOutcome, SearchPipeline } from '../domain/search.ts';
import { GatewayError } from '../errors.ts';
import { partOf } from './part.ts';
import { Recorder } from './recorder.ts';
import { type Attempt, relaxing } from './relax.ts';
import { retrieve } from './retrieve.ts';
import type { Around, QueryStage, RankStage, RelaxStage, Reread, RetrieveStage, Stage } from './stage.ts';

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
  const rereaders = queryStages.filter(({ rereads }) => rereads === true);
  const retrievers = options.stages.filter((stage): stage is RetrieveStage => stage.kind === 'retrieve');
  const relaxStage = options.stages.find((stage): stage is RelaxStage => stage.kind === 'relax');
  const rankStages = options.stages.filter((stage): stage is RankStage => stage.kind === 'rank');

  async function run(search: Search): Promise<SearchOutcome> {
    const recorder = new Recorder(options, search);
    const { meter } = recorder;
    const [first, ...others] = retrievers;
    if (first === undefined)
      throw new GatewayError('config_invalid', `pipeline ${options.name} finds nothing`);
    const understood = (from: Query, by: readonly QueryStage[]): Promise<Query> => fold(recorder, from, by);
    const { frozen } = search;
    let query = frozen?.query ?? (await understood(typedQuery(search.request.text), queryStages));
    const { legs, ranks, left, window, fields } = partOf(search, query, { others, rankStages });
    if (left.length > 0) recorder.leave(left, search.ranking());
    recorder.widen({ window, fields });
    const asked = { first, others: legs, together: legs.length > 0 && search.accepted() };
    const plain: Attempt = {
      query,
      candidates: await retrieve(query, asked, recorder),
      relaxed: frozen?.relaxed ?? null,
    };
    if (frozen === undefined && isEmpty(plain, recorder)) meter.zeroResults('before_relaxation');
    const { clock } = options;
    const reread: Reread = (other) => understood(other, rereaders);
    const found =
      relaxStage === undefined || frozen !== undefined
        ? plain
        : await relaxing(relaxStage, { first: plain, legs: asked, recorder, clock, reread });
    if (frozen === undefined && isEmpty(found, recorder)) meter.zeroResults('after_relaxation');
    query = found.query;
    let candidates = frozen?.candidates ?? found.candidates;
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
      degraded: new Map([...degraded, ...(frozen?.degraded ?? [])]),
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

/** What the stages make of a query, one after the other. */
async function fold(recorder: Recorder, from: Query, stages: readonly QueryStage[]): Promise<Query> {
  let query = from;
  for (const stage of stages) {
    const before = query;
    query = await recorder.step(stage, (ctx) => stage.run(before, ctx), before);
  }
  return query;
}

/** Whether an attempt was answered and no leg has found anything, on no page. */
function isEmpty({ candidates }: Attempt, { answer, found }: Recorder): boolean {
  return answer?.status === 200 && found === 0 && candidates.length === 0;
}

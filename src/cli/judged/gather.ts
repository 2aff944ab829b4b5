import type { JudgedQuery, JudgedSet } from '../../evaluation/judged-set.ts';
import type { Config } from '../../config/schema.ts';
import type { StageSpec } from '../../config/schema/search.ts';
import { typedQuery } from '../../domain/query.ts';
import { measurable } from '../../evaluation/report.ts';
import type { Grades } from '../../evaluation/metrics.ts';
import { type Json, relevanceMeta } from '../../composition/vectors/vector-plan.ts';
import { encoderNamedIn, USUAL_PIPELINES, usualPipeline } from '../../domain/usual-pipeline.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { mappingsOf } from '../mappings.ts';
import { runQueries } from '../eval/run-queries.ts';
import { type TemplateArguments, templateOf } from '../eval/template-of.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { SettingsOptions } from '../settings.ts';
import { openOwnGateway } from '../target.ts';
import { type Collected, collecting, type Collector, collectorOf } from './collect.ts';

export interface GatherArguments extends SettingsOptions, TemplateArguments {
  readonly pipeline?: string;
  readonly concurrency: number;
}

/** A judged query with all that its search could have shown. */
export interface Gathered extends Collected {
  readonly judged: JudgedQuery;
  readonly grades: Grades;
}

/** What a pipeline's legs and models found, of every query. */
export interface Gathering {
  /** The pipeline that is learnt for, and its stages as configured. */
  readonly pipeline: string;
  readonly own: readonly StageSpec[];
  /** In the order of the judged set; those that found nothing, or were not improved, have no candidates. */
  readonly queries: readonly Gathered[];
}

/**
 * Searches once for every query that can be measured, and keeps all candidates.
 * @param stagesOf the stages to run, of those that the index's pipeline has
 * @throws CommandError where no query was improved, or where a leg or model was not there for one in fifty
 */
export async function gather(
  args: GatherArguments,
  set: JudgedSet,
  {
    collector,
    stagesOf,
  }: {
    readonly collector: Collector;
    readonly stagesOf: (own: readonly StageSpec[]) => readonly StageSpec[];
  },
): Promise<Gathering> {
  const possible = new Map<string, readonly StageSpec[]>();
  const adapt = (config: Config): Config => {
    for (const name of pipelinesFor(config, args)) possible.set(name, config.pipelines[name]!.stages);
    return collecting(config, new Map([...possible].map(([name, own]) => [name, stagesOf(own)])));
  };
  const target = await openOwnGateway(args, { adapt, stages: collector.stages });
  const queries = measurable(set);
  let pipeline: string;
  const bar = new ProgressBar(process.stderr, 'queries');
  bar.update(0, 0);
  try {
    const template = await templateOf(args, target.client);
    pipeline = await pipelineAmong([...possible.keys()], args.index, target.client);
    const header = collectorOf(pipeline);
    const results = await runQueries(queries, [{ name: header, header }], {
      client: target.client,
      index: args.index,
      template,
      // The hits themselves are of no use here.
      size: 1,
      concurrency: args.concurrency,
      onProgress: (done) => bar.update(done / queries.length, done),
    });
    checkStatuses(results.get(header)!.statuses, queries.length);
  } finally {
    bar.done();
    await target.close();
  }
  const found = queries.map((judged) => ({
    judged,
    grades: set.grades.get(judged.id) ?? new Map<string, number>(),
    ...(collector.found.get(judged.text) ?? { query: typedQuery(judged.text), candidates: [] }),
  }));
  return { pipeline, own: possible.get(pipeline)!, queries: found };
}

/** The pipelines that searches on the index may go through: the one that is named, else those that its mapping chooses from. */
function pipelinesFor(
  { pipelines, indices }: Config,
  { index, pipeline }: Pick<GatherArguments, 'index' | 'pipeline'>,
): readonly string[] {
  const named = pipeline ?? indices?.[index]?.pipeline;
  const known = Object.keys(pipelines);
  if (named === undefined) return USUAL_PIPELINES.filter((name) => known.includes(name));
  if (known.includes(named)) return [named];
  throw new CommandError(`no pipeline is called "${named}"; there are ${known.join(', ')}`, 2);
}

async function pipelineAmong(names: readonly string[], index: string, client: EngineClient): Promise<string> {
  if (names.length === 1) return names[0]!;
  const metas = (await mappingsOf<Json>(client, index)).map(relevanceMeta);
  return usualPipeline(
    metas.find((one) => encoderNamedIn(one) !== undefined),
    new Set(names),
  );
}

const MOST_DEGRADED = 0.02;

function checkStatuses(statuses: ReadonlyMap<string, number>, queries: number): void {
  const count = (is: RegExp): number =>
    [...statuses].reduce((sum, [status, number]) => sum + (is.test(status) ? number : 0), 0);
  const said = [...statuses].map(([status, number]) => `${number} × ${status}`).join(', ');
  if (count(/^applied/) === 0) throw new CommandError(`no query was improved: ${said}`);
  if (count(/degraded/) > queries * MOST_DEGRADED) {
    throw new CommandError(`too many searches went without a leg or a model to learn from them: ${said}`);
  }
}
